import { defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  type Admission,
  type CancelAnswer,
  type CancelWish,
  type ExtendAnswer,
  type ExtendWish,
  type ReservationRequest,
  type ReservationSignals,
  reservationProcess,
} from '@toshobin/contracts';
import { cancel } from './cancel.ts';
import { extend } from './extend.ts';
import { lookAgain } from './look-again.ts';
import { Reservation } from './reservation.ts';

const { signals, updates } = reservationProcess;

export const factSignal = defineSignal<[ReservationSignals['fact']]>(signals.fact);
export const allocatedSignal = defineSignal<[ReservationSignals['allocated']]>(signals.allocated);
export const notOnShelfSignal = defineSignal<[ReservationSignals['notOnShelf']]>(signals.notOnShelf);
export const noticeSentSignal = defineSignal<[ReservationSignals['noticeSent']]>(signals.noticeSent);
export const loanSlotFreeSignal = defineSignal<[ReservationSignals['loanSlotFree']]>(signals.loanSlotFree);
export const shelfCheckAnsweredSignal = defineSignal<[ReservationSignals['shelfCheckAnswered']]>(
  signals.shelfCheckAnswered,
);
export const lookAgainSignal = defineSignal<[ReservationSignals['lookAgain']]>(signals.lookAgain);
export const admissionUpdate = defineUpdate<Admission>(updates.admission);
export const cancelUpdate = defineUpdate<CancelAnswer, [CancelWish]>(updates.cancel);
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
  setHandler(notOnShelfSignal, ({ allocation, anotherCopy }) => {
    if (allocation <= reservation.notOnShelf) return;
    reservation.loseCopy(allocation);
    reservation.anotherCopyFollows = anotherCopy;
  });
  setHandler(noticeSentSignal, ({ holdUntil }) => {
    if (holdUntil) reservation.holdUntil ??= holdUntil;
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
  return reservation;
}
