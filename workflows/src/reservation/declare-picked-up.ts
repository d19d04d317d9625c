import type { DeclarePickedUpAnswer, PlainWish } from '@toshobin/contracts';
import { refuse } from '@toshobin/lending-rules';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/**
 * R8 「受け取りました」: the patron has the copy, though nobody scanned the hand-out. The catalog records it as one that
 * the branch may take back (「まだ棚にあります」); its fact makes the loan here.
 */
export async function declarePickedUp(
  reservation: Reservation,
  { at }: PlainWish,
): Promise<DeclarePickedUpAnswer> {
  if (!(await reservation.isAdmitted())) return refuse('STATE_CHANGED');
  if (!reservation.hasCopy) return refuse('NOT_ON_LOAN');
  const answer = await catalog.declarePickedUp({ ...reservation.key, at });
  if (answer.ok) await reservation.tellPatron({ milestone: 'handedOut', due: answer.value.due });
  return answer;
}
