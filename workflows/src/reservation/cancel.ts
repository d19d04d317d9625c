import type { CancelAnswer, CancelWish, Left, OfWish } from '@toshobin/contracts';
import { allow, type Refusal, refuse } from '@toshobin/lending-rules';
import { catalog, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { tellGranted } from './tell-granted.ts';

/** Refuses a cancellation by what the process knows without asking anybody. */
export function refusedToCancel(reservation: Reservation): Refusal | undefined {
  if (reservation.wasRefused) return { code: 'STATE_CHANGED' };
  return !reservation.cancelled && reservation.wasHandedOut ? { code: 'CANCEL_TOO_LATE' } : undefined;
}

/**
 * Cancels at any time until handed out (R20). The catalog judges between this wish, an allocation and a hand-out; a
 * copy on its shelf goes to the next, one that has left comes home by itself. Shipping takes a packed copy out of its
 * parcel when it hears how the reservation stands. The loan slot is freed with the row in My Library. The catalog keeps
 * who cancelled: what is left to be told follows from that.
 */
export async function leave(reservation: Reservation, wish: CancelWish & OfWish): Promise<Left> {
  const left = said(catalog.leaveQueue, `cancelled by the ${wish.by}`);
  return reservation.obey(left({ ...wish, reservationId: reservation.id }));
}

/** Carries out somebody's wish to cancel: My Library shows it before the wish is answered. */
export async function cancel(reservation: Reservation, wish: CancelWish & OfWish): Promise<CancelAnswer> {
  const answer = await leave(reservation, wish);
  if (!answer.left) return refuse(answer.refusal);
  await tellGranted(reservation, 'cancelled');
  return allow({ cancelled: true });
}
