import type { UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
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
  type OfWish,
  type PlainWish,
  type ReservationSignals,
  type ReservationStanding,
  type ReservationStart,
  type ResumeAnswer,
  reservationProcess,
  type SuspendAnswer,
  type SuspendWish,
} from '@toshobin/contracts';
import { type Decision, NewsSchema, type Refusal, refuse } from '@toshobin/lending-rules';
import { uninterrupted } from '../ports/ears.ts';
import { type Check, ofReservation, ofWish } from '../ports/messages.ts';
import { cancel, refusedToCancel } from './cancel.ts';
import { changePickup, refusedToChangePickup } from './change-pickup.ts';
import { declarePickedUp, refusedToDeclare } from './declare-picked-up.ts';
import { extend, refusedToExtend } from './extend.ts';
import { knownBy } from './known.ts';
import { lookAgain } from './look-again.ts';
import { Reservation } from './reservation.ts';
import { refusedToResume, refusedToSuspend, resume, suspend } from './suspend.ts';

const { signals, updates, queries } = reservationProcess;

const loanSlotFreeSignal = defineSignal<[ReservationSignals['loanSlotFree']]>(signals.loanSlotFree);
const lookAgainSignal = defineSignal<[ReservationSignals['lookAgain']]>(signals.lookAgain);
const knownQuery = defineQuery<KnownByProcess>(queries.known);
const admissionUpdate = defineUpdate<Admission>(updates.admission);
const cancelUpdate = defineUpdate<CancelAnswer, [CancelWish]>(updates.cancel);
const changePickupUpdate = defineUpdate<ChangePickupAnswer, [ChangePickupWish]>(updates.changePickup);
const suspendUpdate = defineUpdate<SuspendAnswer, [SuspendWish]>(updates.suspend);
const resumeUpdate = defineUpdate<ResumeAnswer, [PlainWish]>(updates.resume);
const declarePickedUpUpdate = defineUpdate<DeclarePickedUpAnswer, [PlainWish]>(updates.declarePickedUp);
const extendUpdate = defineUpdate<ExtendAnswer, [ExtendWish]>(updates.extend);

/**
 * The reservation with its ears open: news may arrive before the first line of the procedure runs. News are signals,
 * since they tell what has happened; wishes are updates, since they can be refused. A handler never throws for a
 * refusal: a plain error there would retry the workflow task for ever.
 */
export function openReservation(request: ReservationStart): Reservation {
  const reservation = new Reservation(request);
  const { ears } = reservation;

  for (const news of NewsSchema.options) {
    ears.onSignal(defineSignal<[ReservationStanding]>(news), ofReservation.news, (standing) =>
      reservation.hear(standing),
    );
  }
  ears.onSignal(loanSlotFreeSignal, ofReservation.loanSlotFree, () => {
    reservation.askForSlot();
  });
  ears.onSignal(lookAgainSignal, ofReservation.lookAgain, () => {
    ears.forget();
    return lookAgain(reservation);
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
  const wish = <V, W>(
    update: UpdateDefinition<Decision<V>, [W]>,
    isSound: Check,
    refused: (reservation: Reservation, wish: W) => Refusal | undefined,
    decide: (reservation: Reservation, wish: W & OfWish) => Promise<Decision<V>>,
  ) =>
    ears.onWish(update, isSound, {
      // A wish that overtakes the admission is judged after it; one that was judged before gets its first answer.
      refused: (asked, id) =>
        reservation.admission && !reservation.hasAnswered(id) ? refused(reservation, asked) : undefined,
      decide: async (asked, id) => {
        if (!(await reservation.isAdmitted())) return refuse('STATE_CHANGED');
        return reservation.inTurn(() => decide(reservation, { ...asked, wish: id }));
      },
    });
  wish(cancelUpdate, ofWish.cancel, refusedToCancel, cancel);
  wish(extendUpdate, ofWish.extend, refusedToExtend, extend);
  wish(changePickupUpdate, ofWish.changePickup, refusedToChangePickup, changePickup);
  wish(suspendUpdate, ofWish.suspend, refusedToSuspend, suspend);
  wish(resumeUpdate, ofWish.resume, refusedToResume, resume);
  wish(declarePickedUpUpdate, ofWish.declarePickedUp, refusedToDeclare, declarePickedUp);
  return reservation;
}
