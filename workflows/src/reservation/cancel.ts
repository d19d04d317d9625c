import type { CancelAnswer, CancelWish } from '@toshobin/contracts';
import { allow, type Refusal, refuse } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** What the process knows without asking anybody. */
export function refusedToCancel(reservation: Reservation): Refusal | undefined {
  if (reservation.wasRefused) return { code: 'STATE_CHANGED' };
  return !reservation.cancelled && reservation.reached('handedOut') ? { code: 'CANCEL_TOO_LATE' } : undefined;
}

/**
 * Cancels at any time until handed out (R20). The catalog judges between this wish, an allocation and a hand-out; a
 * copy on its shelf goes to the next, one that is packed is taken out of its parcel, one that has left comes home by
 * itself. The loan slot is freed with the row in My Library.
 */
export async function cancel(reservation: Reservation, wish: CancelWish): Promise<CancelAnswer> {
  await reservation.isAdmitted();
  const refusal = refusedToCancel(reservation);
  if (refusal) return { ok: false, refusal };
  if (reservation.cancelled && reservation.toldEnd) return allow({ cancelled: true });

  const answer = await reservation.obey(catalog.leaveQueue({ reservationId: reservation.id, at: wish.at }));
  if (!answer.left) return refuse(answer.refusal);
  reservation.toldEnd = true;
  if (answer.allocation !== undefined && !reservation.atPrefectural) {
    await shipping.removeFromPackingList({
      reservationId: reservation.id,
      allocation: answer.allocation,
      at: now(),
    });
  }
  await reservation.tellPatron({
    milestone: 'cancelled',
    by: wish.by,
    ...(wish.reason ? { reason: wish.reason } : {}),
  });
  return allow({ cancelled: true });
}
