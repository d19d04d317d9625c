import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ReservationEnd, ReservationStart } from '@toshobin/contracts';
import type { Outcome } from '@toshobin/lending-rules';
import { until } from '../ports/clock.ts';
import { begin } from './begin.ts';
import { carryOut } from './carry-out.ts';
import { type Duty, laneOf } from './duty.ts';
import { askCatalog } from './look-again.ts';
import { openReservation } from './open-reservation.ts';
import type { Reservation } from './reservation.ts';

/** Events after which a run ends and the next goes on from the reservation's id, far below the limit. */
const LONG_ENOUGH = 2_000;

/**
 * One reservation, from the application until the copy is home. How it stands in the catalog says which duties there
 * are (duties.ts), each with its time; timers decide what we do, never where a book is. The owners know what was done,
 * so a run may end at any moment and the next begin from the id.
 */
export async function reservationWorkflow(start: ReservationStart): Promise<ReservationEnd> {
  const reservation = openReservation(start);
  return reservation.ears.toItsEnd(async () => {
    await begin(reservation);
    const outcome = await converge(reservation);
    await condition(allHandlersFinished);
    if (outcome !== undefined) {
      reservation.closes(outcome);
      return { outcome, ...reservation.version };
    }
    const { id: reservationId, pickupLibrary, pickupLibraryName } = reservation;
    return continueAsNew<typeof reservationWorkflow>({ reservationId, pickupLibrary, pickupLibraryName });
  });
}

/**
 * Takes the newest state, begins in each lane the first due duty, and waits until another lane has something to begin:
 * its owner has answered, the next duty is due, or the state has changed.
 */
async function converge(reservation: Reservation): Promise<Outcome | undefined> {
  const { lanes } = reservation;
  for (;;) {
    lanes.throwIfFailed();
    if (isLong()) return undefined;
    reservation.show();
    for (const duty of reservation.outlook().begins) take(reservation, duty);
    const { next, isDone } = reservation.outlook();
    if (isDone) return reservation.outcome;
    const goesOn = () => {
      if (isLong() || lanes.hasFailed) return true;
      const now = reservation.outlook();
      return now.isDone || now.begins.length > 0 || now.next?.key !== next?.key;
    };
    if (next === undefined) await condition(goesOn);
    else await until(goesOn, next.at, next.summary);
  }
}

function take(reservation: Reservation, duty: Duty): void {
  const { lanes } = reservation;
  if (duty.asksFirst && !reservation.isFresh) {
    // One answer serves all duties: those that come next begin by it.
    if (lanes.isFree('standing')) lanes.begin('standing', () => askCatalog(reservation));
  } else {
    reservation.begin(duty);
    lanes.begin(laneOf(duty), () => carryOut(reservation, duty), duty.key);
  }
}

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > LONG_ENOUGH;
}
