import type { CancelAnswer, CancelWish, OfWish } from '@toshobin/contracts';
import { allow, type Refusal, refuse } from '@toshobin/lending-rules';
import { catalog, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** What the process knows without asking anybody. */
export function refusedToCancel(reservation: Reservation): Refusal | undefined {
  if (reservation.wasRefused) return { code: 'STATE_CHANGED' };
  return !reservation.cancelled && reservation.reached('handedOut') ? { code: 'CANCEL_TOO_LATE' } : undefined;
}

/**
 * Cancels at any time until handed out (R20). The catalog judges between this wish, an allocation and a hand-out; a
 * copy on its shelf goes to the next, one that has left comes home by itself. By how it stands then, shipping takes one
 * that is packed out of its parcel. The loan slot is freed with the row in My Library. Who cancelled stands in the
 * catalog: whoever asks twice, or after the process was ended in between, is told what is left to be told.
 */
export async function cancel(reservation: Reservation, wish: CancelWish & OfWish): Promise<CancelAnswer> {
  const leave = said(catalog.leaveQueue, `cancelled by the ${wish.by}`);
  const answer = await reservation.obey(leave({ ...wish, reservationId: reservation.id }));
  if (!answer.left) return refuse(answer.refusal);
  for (const duty of reservation.undone()) {
    const { what, summary } = duty;
    if (what.does !== 'tell' || what.step.milestone !== 'cancelled') continue;
    reservation.begin(duty);
    await reservation.tellPatron(what.step, summary);
  }
  return allow({ cancelled: true });
}
