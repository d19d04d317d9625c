import type { Library } from '@toshobin/contracts';
import { libraryChoices } from '../pages/act-form.tsx';
import { Part, useFrame } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import type { Caller } from './caller.ts';
import {
  correctPerson,
  endRegistration,
  issueLetterCode,
  releaseWithoutCard,
  renewCard,
  replaceCard,
  suspendCard,
} from './card-verbs.tsx';
import { renewedUntil } from './renewed-until.ts';

/** R1, R14. What the desk does with the card of the person in hand. */
export function CardForms(props: { caller: Caller; libraries: readonly Library[] }) {
  const { now } = useFrame();
  const { caller } = props;
  const libraries = libraryChoices(props.libraries);
  // Where something waits for them.
  const where = caller.rows.find(({ state }) => state === 'ready')?.pickupLibrary;
  return (
    <Part class="stack" id="card-forms" title="貸出カードの手続き">
      <VerbForm
        verb={releaseWithoutCard}
        choices={{ library: libraries }}
        shown={{ library: where }}
        folded
      />
      <VerbForm verb={replaceCard} folded />
      <VerbForm
        verb={renewCard}
        shown={renewedUntil(now, caller.expiresOn)}
        folded
        open={caller.cardStatus === 'expired'}
      />
      <VerbForm
        verb={suspendCard}
        of={{ suspended: caller.cardStatus !== 'suspended' }}
        folded
        open={caller.cardStatus === 'suspended'}
      />
      <VerbForm verb={correctPerson} folded />
      <VerbForm verb={issueLetterCode} folded />
      <VerbForm verb={endRegistration} folded />
    </Part>
  );
}
