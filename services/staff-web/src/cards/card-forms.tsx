import type { Library } from '@toshobin/contracts';
import { libraryChoices } from '../pages/act-form.tsx';
import type { Frame } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import type { Caller } from './caller.ts';
import { issueLetterCode, releaseWithoutCard, renewCard, replaceCard, suspendCard } from './card-verbs.tsx';

/** R1, R14. What the desk does with the card of the person in hand. */
export function CardForms(props: { frame: Frame; caller: Caller; libraries: readonly Library[] }) {
  const { frame, caller } = props;
  const libraries = libraryChoices(props.libraries);
  return (
    <section class="stack" aria-labelledby="card-forms">
      <h2 id="card-forms">貸出カードの手続き</h2>
      <VerbForm frame={frame} verb={releaseWithoutCard} choices={{ library: libraries }} folded />
      <VerbForm frame={frame} verb={replaceCard} folded />
      <VerbForm frame={frame} verb={renewCard} folded />
      <VerbForm
        frame={frame}
        verb={suspendCard}
        of={{ suspended: caller.cardStatus !== 'suspended' }}
        folded
      />
      <VerbForm frame={frame} verb={issueLetterCode} folded />
    </section>
  );
}
