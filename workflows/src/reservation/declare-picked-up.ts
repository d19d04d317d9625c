import type { DeclarePickedUpAnswer, OfWish, PlainWish } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { catalog, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** Refuses 「受け取りました」 by what the process knows without asking anybody. */
export function refusedToDeclare(reservation: Reservation): Refusal | undefined {
  if (reservation.wasRefused) return { code: 'STATE_CHANGED' };
  if (!reservation.hasCopy) return { code: 'NOT_ON_LOAN' };
  return reservation.wasHandedIn ? { code: 'ALREADY_HANDED_IN' } : undefined;
}

/**
 * R8 「受け取りました」: the patron has the copy, though nobody scanned the hand-out. The catalog records the hand-out as one
 * that the branch may take back (「まだ棚にあります」); its fact makes the loan here.
 */
export async function declarePickedUp(
  reservation: Reservation,
  wish: PlainWish & OfWish,
): Promise<DeclarePickedUpAnswer> {
  const declare = said(catalog.declarePickedUp, 'picked up, says the patron');
  const answer = await reservation.obey(declare({ ...reservation.key, ...wish }));
  if (answer.ok) {
    const { due } = answer.value;
    await reservation.tellPatron({ milestone: 'handedOut', due }, `picked up, due on ${due.date}`);
  }
  return answer;
}
