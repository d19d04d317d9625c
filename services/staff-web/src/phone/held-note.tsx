import { ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { outcomeWords } from '../audit/deed-words.ts';
import { clockOf } from '../pages/dates.ts';
import { useFrame } from '../pages/frame.tsx';
import { Pill } from '../pages/marks.tsx';
import { mayDo } from '../roles.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import type { HeldCancellation } from './held-cancellations.ts';
import { takeBackCancellation } from './phone-verbs.ts';

/** Beside a reservation whose caller has cancelled: when it ends and how that is taken back, or why it could not end. */
export function HeldNote(props: {
  of: string;
  /** The page that it stands on. */
  from: string;
  /** What the button is about, for who does not see the row. */
  about: string;
}) {
  const frame = useFrame();
  const { of: reservationId, from, about } = props;
  const held = frame.cancelling?.get(reservationId);
  if (held === undefined) return null;
  const isHeld = held.refusedAs === undefined;
  const mayTakeBack = frame.staff !== undefined && mayDo[frame.staff.role].has('phone');
  return (
    <div class="s-held" id={`held-${reservationId}`}>
      <HeldPill held={held} />
      {isHeld && mayTakeBack ? (
        <VerbForm
          verb={takeBackCancellation}
          of={{ reservationId: ReservationIdSchema.parse(reservationId) }}
          given={{ from }}
          row={reservationId}
          about={about}
        />
      ) : null}
    </div>
  );
}

/** The same in a word, where a branch sees it too. */
export function HeldPill({ held }: { held: HeldCancellation }) {
  const isHeld = held.refusedAs === undefined;
  return (
    <Pill
      tone={isHeld ? 'ask' : 'stop'}
      icon={isHeld ? 'clock' : 'stop'}
      says={
        held.refusedAs
          ? `電話のキャンセル：${outcomeWords(held.refusedAs)}`
          : `${clockOf(instantFromDate(held.until))}にキャンセルします（電話）`
      }
    />
  );
}
