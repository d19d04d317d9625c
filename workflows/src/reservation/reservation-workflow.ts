import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { ReservationRequest } from '@toshobin/contracts';
import type { Outcome } from '@toshobin/lending-rules';
import { admitted } from './admitted.ts';
import { brought } from './brought.ts';
import { cameHome, closed } from './came-home.ts';
import { copyFetched } from './copy-fetched.ts';
import { handedOut } from './handed-out.ts';
import { lent } from './lent.ts';
import { openReservation } from './open-reservation.ts';
import type { Reservation } from './reservation.ts';

/**
 * One reservation, from the application until the copy is home. Every wait is "until the position is here or
 * further, or the deadline passes"; timers decide what we do, never where a book is.
 */
export async function reservationWorkflow(request: ReservationRequest): Promise<Outcome> {
  const reservation = openReservation(request);
  const outcome = await journey(reservation);
  // The last word may come from a wish that is being answered just now.
  await condition(allHandlersFinished);
  reservation.tellOperators(`Closed: ${outcome}`);
  return outcome;
}

async function journey(reservation: Reservation): Promise<Outcome> {
  if (!(await admitted(reservation))) return 'rejected';
  const fetched = await copyFetched(reservation);
  if (fetched && (await brought(reservation))) await handedOut(reservation);
  // A hand-out that is heard late makes it a loan all the same.
  do {
    if (reservation.isOnLoan && (await lent(reservation)) === 'longOverdue') return 'longOverdue';
  } while (!(await cameHome(reservation)));
  return closed(reservation);
}
