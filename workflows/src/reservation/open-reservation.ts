import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  type Admission,
  type CancelAnswer,
  type CancelWish,
  type ChangePickupAnswer,
  type ChangePickupWish,
  type DeclarePickedUpAnswer,
  type ExtendAnswer,
  type ExtendWish,
  type PlainWish,
  type ReservationRequest,
  type ReservationSignals,
  type ResumeAnswer,
  reservationProcess,
  type SuspendAnswer,
  type SuspendWish,
} from '@toshobin/contracts';
import { cancel } from './cancel.ts';
import { changePickup } from './change-pickup.ts';
import { declarePickedUp } from './declare-picked-up.ts';
import { extend } from './extend.ts';
import { lookAgain } from './look-again.ts';
import { moveDates, moveDatesBack } from './move-dates.ts';
import { mailWentOutLate } from './ready-told.ts';
import { Reservation } from './reservation.ts';
import { stageOf } from './stage.ts';
import { resume, suspend } from './suspend.ts';

const { signals, updates } = reservationProcess;

export const factSignal = defineSignal<[ReservationSignals['fact']]>(signals.fact);
export const allocatedSignal = defineSignal<[ReservationSignals['allocated']]>(signals.allocated);
export const withdrawnSignal = defineSignal<[ReservationSignals['withdrawn']]>(signals.withdrawn);
export const unservableSignal = defineSignal<[ReservationSignals['unservable']]>(signals.unservable);
export const loanLostSignal = defineSignal<[ReservationSignals['loanLost']]>(signals.loanLost);
export const delayedSignal = defineSignal<[ReservationSignals['delayed']]>(signals.delayed);
export const noticeSentSignal = defineSignal<[ReservationSignals['noticeSent']]>(signals.noticeSent);
export const noticeFailedSignal = defineSignal<[ReservationSignals['noticeFailed']]>(signals.noticeFailed);
export const closureSignal = defineSignal<[ReservationSignals['closure']]>(signals.closure);
export const closureTakenBackSignal = defineSignal<[ReservationSignals['closureTakenBack']]>(
  signals.closureTakenBack,
);
export const loanSlotFreeSignal = defineSignal<[ReservationSignals['loanSlotFree']]>(signals.loanSlotFree);
export const shelfCheckAnsweredSignal = defineSignal<[ReservationSignals['shelfCheckAnswered']]>(
  signals.shelfCheckAnswered,
);
export const lookAgainSignal = defineSignal<[ReservationSignals['lookAgain']]>(signals.lookAgain);
export const admissionUpdate = defineUpdate<Admission>(updates.admission);
export const cancelUpdate = defineUpdate<CancelAnswer, [CancelWish]>(updates.cancel);
export const changePickupUpdate = defineUpdate<ChangePickupAnswer, [ChangePickupWish]>(updates.changePickup);
export const suspendUpdate = defineUpdate<SuspendAnswer, [SuspendWish]>(updates.suspend);
export const resumeUpdate = defineUpdate<ResumeAnswer, [PlainWish]>(updates.resume);
export const declarePickedUpUpdate = defineUpdate<DeclarePickedUpAnswer, [PlainWish]>(
  updates.declarePickedUp,
);
export const extendUpdate = defineUpdate<ExtendAnswer, [ExtendWish]>(updates.extend);

/**
 * The reservation with its ears open: a fact may arrive before the first line of the procedure runs. Facts are
 * signals, since what staff scanned has happened; wishes are updates, since they can be refused. A handler never
 * throws for a refusal: a plain error there would retry the workflow task for ever.
 */
export function openReservation(request: ReservationRequest): Reservation {
  const reservation = new Reservation(request);

  setHandler(factSignal, (heard) => reservation.hear(heard));
  setHandler(allocatedSignal, (allocation) => reservation.adopt(allocation));
  setHandler(withdrawnSignal, ({ allocation, why, anotherCopy }) =>
    reservation.loseCopy(allocation, why, anotherCopy),
  );
  setHandler(unservableSignal, ({ why }) => {
    reservation.unservable = why;
  });
  setHandler(loanLostSignal, ({ allocation }) => {
    if (allocation >= reservation.allocationNumber) reservation.lost = true;
  });
  setHandler(delayedSignal, ({ allocation }) => {
    if (allocation === reservation.allocationNumber) reservation.delayed = true;
  });
  setHandler(noticeSentSignal, async ({ kind, holdUntil, late, occasion, sentAt }) => {
    if (!reservation.isOfThisCopy(occasion)) return;
    if (holdUntil) reservation.holdUntil ??= holdUntil;
    if (late && kind === 'readyAtMunicipal') {
      await reservation.mutex.runExclusive(() => mailWentOutLate(reservation, sentAt));
    }
  });
  // R6: the mail came back, so the hold has not begun; the desk reaches the patron.
  setHandler(noticeFailedSignal, ({ kind, occasion }) => {
    if (kind === 'readyAtPrefectural' && reservation.isOfThisCopy(occasion)) delete reservation.holdUntil;
  });
  setHandler(loanSlotFreeSignal, () => {
    reservation.loanSlotMayBeFree = true;
  });
  setHandler(shelfCheckAnsweredSignal, ({ allocation, answer }) => {
    if (allocation === reservation.allocationNumber) reservation.shelfCheckAnswer = answer;
  });
  setHandler(lookAgainSignal, () => reservation.mutex.runExclusive(() => lookAgain(reservation)));

  // The admission runs in the procedure, not here: work in an update's handler is lost with a server that
  // restarts while no worker runs.
  setHandler(admissionUpdate, async () => {
    await reservation.isAdmitted();
    if (!reservation.admission) throw new Error('The admission was awaited and is not there');
    return reservation.admission;
  });
  setHandler(cancelUpdate, (wish) => reservation.mutex.runExclusive(() => cancel(reservation, wish)));
  setHandler(extendUpdate, (wish) => reservation.mutex.runExclusive(() => extend(reservation, wish)));
  setHandler(changePickupUpdate, (wish) =>
    reservation.mutex.runExclusive(() => changePickup(reservation, wish)),
  );
  setHandler(suspendUpdate, (wish) => reservation.mutex.runExclusive(() => suspend(reservation, wish)));
  setHandler(resumeUpdate, (wish) => reservation.mutex.runExclusive(() => resume(reservation, wish)));
  setHandler(declarePickedUpUpdate, (wish) =>
    reservation.mutex.runExclusive(() => declarePickedUp(reservation, wish)),
  );
  setHandler(closureSignal, async (closure) => {
    // The due date is on its way from the catalog, which may not have known of the closure yet.
    await condition(() => stageOf(reservation) !== 'inTransit' || reservation.done.loanOpened);
    await reservation.mutex.runExclusive(() => moveDates(reservation, closure));
  });
  setHandler(closureTakenBackSignal, async (closure) => {
    // The closure itself may still wait, or come later: it moves nothing any more.
    reservation.closuresTakenBack.add(closure.closureId);
    await reservation.mutex.runExclusive(() => moveDatesBack(reservation, closure));
  });
  return reservation;
}
