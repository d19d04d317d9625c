import type { UpdateDefinition } from '@temporalio/common';
import { condition, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  type Admission,
  type CancelAnswer,
  type CancelWish,
  type ChangePickupAnswer,
  type ChangePickupWish,
  type DeclarePickedUpAnswer,
  type ExtendAnswer,
  type ExtendWish,
  type KnownByProcess,
  type PlainWish,
  type ReservationRequest,
  type ReservationSignals,
  type ResumeAnswer,
  reservationProcess,
  type SuspendAnswer,
  type SuspendWish,
} from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { uninterrupted } from '../ports/ears.ts';
import { type Check, ofReservation, ofWish } from '../ports/messages.ts';
import { cancel, refusedToCancel } from './cancel.ts';
import { changePickup, refusedToChangePickup } from './change-pickup.ts';
import { declarePickedUp, refusedToDeclare } from './declare-picked-up.ts';
import { extend, refusedToExtend } from './extend.ts';
import { knownBy } from './known.ts';
import { lookAgain } from './look-again.ts';
import { moveDates, moveDatesBack } from './move-dates.ts';
import { mailWentOutLate } from './ready-told.ts';
import { Reservation } from './reservation.ts';
import { stageOf } from './stage.ts';
import { refusedToResume, refusedToSuspend, resume, suspend } from './suspend.ts';

const { signals, updates, queries } = reservationProcess;

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
export const knownQuery = defineQuery<KnownByProcess>(queries.known);
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
  const { ears } = reservation;
  const inTurn = <T>(work: () => Promise<T>) => reservation.mutex.runExclusive(work);

  ears.onSignal(factSignal, ofReservation.fact, (heard) => reservation.hear(heard));
  ears.onSignal(allocatedSignal, ofReservation.allocated, (allocation) => reservation.adopt(allocation));
  ears.onSignal(withdrawnSignal, ofReservation.withdrawn, ({ allocation, why, anotherCopy }) =>
    reservation.loseCopy(allocation, why, anotherCopy),
  );
  ears.onSignal(unservableSignal, ofReservation.unservable, ({ why }) => {
    reservation.unservable = why;
  });
  ears.onSignal(loanLostSignal, ofReservation.loanLost, ({ allocation }) => {
    if (allocation >= reservation.allocationNumber) reservation.lost = true;
  });
  ears.onSignal(delayedSignal, ofReservation.delayed, ({ allocation }) => {
    if (allocation === reservation.allocationNumber) reservation.delayed = true;
  });
  ears.onSignal(
    noticeSentSignal,
    ofReservation.noticeSent,
    async ({ kind, holdUntil, late, occasion, sentAt }) => {
      if (!reservation.isOfThisCopy(occasion)) return;
      if (holdUntil) reservation.holdUntil ??= holdUntil;
      if (late && kind === 'readyAtMunicipal') await inTurn(() => mailWentOutLate(reservation, sentAt));
    },
  );
  // R6: the mail came back, so the hold has not begun; the desk reaches the patron.
  ears.onSignal(noticeFailedSignal, ofReservation.noticeFailed, ({ kind, occasion }) => {
    if (kind === 'readyAtPrefectural' && reservation.isOfThisCopy(occasion)) delete reservation.holdUntil;
  });
  ears.onSignal(loanSlotFreeSignal, ofReservation.loanSlotFree, () => {
    reservation.loanSlotMayBeFree = true;
  });
  ears.onSignal(shelfCheckAnsweredSignal, ofReservation.shelfCheckAnswered, ({ allocation, answer }) => {
    if (allocation === reservation.allocationNumber) reservation.shelfCheckAnswer = answer;
  });
  ears.onSignal(lookAgainSignal, ofReservation.lookAgain, () => {
    ears.forget();
    return inTurn(() => lookAgain(reservation));
  });

  setHandler(knownQuery, () => knownBy(reservation));

  // The admission runs in the procedure, not here: work in an update's handler is lost with a server that
  // restarts while no worker runs.
  setHandler(admissionUpdate, () =>
    uninterrupted(async () => {
      await reservation.isAdmitted();
      if (!reservation.admission) throw new Error('The admission was awaited and is not there');
      return reservation.admission;
    }),
  );
  const wish = <A, W>(
    update: UpdateDefinition<A, [W]>,
    isSound: Check,
    refused: (reservation: Reservation, wish: W) => Refusal | undefined,
    decide: (reservation: Reservation, wish: W) => Promise<A>,
  ) =>
    ears.onWish(update, isSound, {
      // A wish that overtakes the admission is judged after it.
      refused: (asked) => (reservation.admission ? refused(reservation, asked) : undefined),
      decide: (asked) => inTurn(() => decide(reservation, asked)),
    });
  wish(cancelUpdate, ofWish.cancel, refusedToCancel, cancel);
  wish(extendUpdate, ofWish.extend, refusedToExtend, extend);
  wish(changePickupUpdate, ofWish.changePickup, refusedToChangePickup, changePickup);
  wish(suspendUpdate, ofWish.suspend, refusedToSuspend, suspend);
  wish(resumeUpdate, ofWish.resume, refusedToResume, resume);
  wish(declarePickedUpUpdate, ofWish.declarePickedUp, refusedToDeclare, declarePickedUp);
  ears.onSignal(closureSignal, ofReservation.closure, async (closure) => {
    // The due date is on its way from the catalog, which may not have known of the closure yet.
    await condition(() => stageOf(reservation) !== 'inTransit' || reservation.done.loanOpened);
    await inTurn(() => moveDates(reservation, closure));
  });
  ears.onSignal(closureTakenBackSignal, ofReservation.closureTakenBack, async (closure) => {
    // The closure itself may still wait, or come later: it moves nothing any more.
    reservation.closuresTakenBack.add(closure.closureId);
    await inTurn(() => moveDatesBack(reservation, closure));
  });
  return reservation;
}
