import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { ReservationRequest } from '@toshobin/contracts';
import type { Outcome } from '@toshobin/lending-rules';
import { admitted } from './admitted.ts';
import { cameHome, closed } from './came-home.ts';
import { copyFetched, toldPrepared } from './copy-fetched.ts';
import { handedOut } from './handed-out.ts';
import { arrived } from './in-transit.ts';
import { lent } from './lent.ts';
import { loanSlotClaimed } from './loan-slot-claimed.ts';
import { openReservation } from './open-reservation.ts';
import { packed } from './packed.ts';
import { copyChosen, resumed } from './queued.ts';
import type { Reservation } from './reservation.ts';
import { AtStage, type Stage, stageOf } from './stage.ts';

/**
 * One reservation, from the application until the copy is home. What is known says which stage it is at (stage.ts),
 * each stage waits until something else is called for; timers decide what we do, never where a book is.
 */
export async function reservationWorkflow(request: ReservationRequest): Promise<Outcome> {
  const reservation = openReservation(request);
  return reservation.ears.toItsEnd(async () => {
    const outcome = (await admitted(reservation)) ? await journey(reservation) : 'rejected';
    await condition(allHandlersFinished);
    reservation.course.enter(outcome);
    return outcome;
  });
}

async function journey(reservation: Reservation): Promise<Outcome> {
  for (;;) {
    const stage = stageOf(reservation);
    if (stage === 'over') {
      // A cancellation that is being answered tells the patron first; it may say that it is not over after all.
      await condition(() => !reservation.mutex.isLocked());
      if (stageOf(reservation) !== 'over') continue;
      const outcome = await closed(reservation);
      await condition(allHandlersFinished);
      if (stageOf(reservation) === 'over') return outcome;
      continue;
    }
    reservation.course.enter(stage);
    if (reservation.hasCopy && stage !== 'wayHome' && !reservation.done.toldPrepared) {
      await toldPrepared(reservation);
      continue;
    }
    await procedures[stage](reservation, new AtStage(reservation, stage));
    if (reservation.state?.ended !== 'longOverdue') await reservation.settled();
  }
}

type Procedure = (reservation: Reservation, here: AtStage) => Promise<void>;

const procedures: Record<Exclude<Stage, 'over'>, Procedure> = {
  queued: copyChosen,
  suspended: resumed,
  toFetch: copyFetched,
  waitsForSlot: loanSlotClaimed,
  toPack: packed,
  inTransit: arrived,
  held: handedOut,
  onLoan: lent,
  wayHome: cameHome,
};
