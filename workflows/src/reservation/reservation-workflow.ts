import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ReservationStart } from '@toshobin/contracts';
import { isAfter, type Outcome } from '@toshobin/lending-rules';
import { now, until } from '../ports/clock.ts';
import { begin } from './begin.ts';
import { carryOut } from './carry-out.ts';
import { askCatalog } from './look-again.ts';
import { openReservation } from './open-reservation.ts';
import type { Reservation } from './reservation.ts';

/** Events after which a run ends and the next goes on from the reservation's id, far below the limit. */
const LONG_ENOUGH = 2_000;

/**
 * One reservation, from the application until the copy is home. How it stands in the catalog says what is to be done
 * (duties.ts), each thing when it is due; timers decide what we do, never where a book is. What was done its owners know,
 * so a run may end at any moment and the next begin from the id.
 */
export async function reservationWorkflow(start: ReservationStart): Promise<Outcome> {
  const reservation = openReservation(start);
  return reservation.ears.toItsEnd(async () => {
    await begin(reservation);
    const outcome = await converge(reservation);
    await condition(allHandlersFinished);
    if (outcome !== undefined) {
      reservation.course.enter(outcome);
      return outcome;
    }
    const { id: reservationId, pickupLibrary, pickupLibraryName } = reservation;
    return continueAsNew<typeof reservationWorkflow>({ reservationId, pickupLibrary, pickupLibraryName });
  });
}

/** Takes the newest state, does what is due and not done, and waits until the next is due or the state is another. */
async function converge(reservation: Reservation): Promise<Outcome | undefined> {
  for (;;) {
    if (isLong()) return undefined;
    reservation.show();
    const duty = reservation.nextDuty();
    if (duty === undefined) {
      // News or a wish may say at the last moment that it is not over after all.
      if (reservation.isOver) await condition(allHandlersFinished);
      if (reservation.isOver && reservation.nextDuty() === undefined) return reservation.outcome;
      if (!reservation.isOver) {
        await reservation.waits(condition(() => reservation.nextDuty() !== undefined || isLong()));
      }
    } else if (duty.at !== undefined && isAfter(duty.at, now())) {
      const isOther = () => reservation.nextDuty()?.key !== duty.key || isLong();
      await reservation.waits(until(isOther, duty.at, duty.summary));
    } else if (reservation.isOver && !allHandlersFinished()) {
      // A wish that ended it tells so itself; that it is closed is told after that.
      await condition(allHandlersFinished);
    } else if (duty.asksFirst && !reservation.isFresh) {
      await askCatalog(reservation);
    } else {
      await carryOut(reservation, duty);
    }
  }
}

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > LONG_ENOUGH;
}
