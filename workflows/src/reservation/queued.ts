import { startOfDay } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';
import { cancel } from './cancel.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';
import { day } from './words.ts';

/**
 * In the queue of its title, until a copy is chosen. A reservation that lost its copy is back at its old place, and
 * the patron need not hear of it when another one follows at once. Those whom no copy can serve any more are told.
 */
export async function copyChosen(reservation: Reservation, here: AtStage): Promise<void> {
  reservation.tellOperators('Waiting in the queue of its title');
  if (!reservation.toldAccepted) {
    reservation.toldAccepted = true;
    const position = reservation.admission?.admitted ? reservation.admission.position : undefined;
    await reservation.tellPatron({
      milestone: 'queued',
      mail: 'accepted',
      ...(position === undefined ? {} : { position }),
    });
    reservation.waited = true;
  } else if (!reservation.anotherCopyFollows) {
    reservation.waited = true;
    if (!reservation.rowSaysWaiting) {
      const why = reservation.withdrawnWhy;
      await reservation.tellPatron({ milestone: 'queued', mail: 'none', ...(why ? { why } : {}) });
    }
  }
  reservation.rowSaysWaiting = false;
  reservation.anotherCopyFollows = false;
  await here.waitFor(() => reservation.unservable !== undefined);
  if (!here.isOver()) await givenUp(reservation);
}

/** Suspended: resumes by itself on its day (R20), or as soon as a loan slot is free (R15). */
export async function resumed(reservation: Reservation, here: AtStage): Promise<void> {
  const { suspended } = reservation;
  const changed = () => reservation.suspended !== suspended || reservation.unservable !== undefined;
  if (suspended?.until) {
    reservation.tellOperators(`Suspended by its patron until ${day(suspended.until)}`);
    if (await here.waitUntil(startOfDay(suspended.until), 'the reservation resumes', changed)) {
      return here.isOver() || reservation.unservable === undefined ? undefined : givenUp(reservation);
    }
  } else {
    reservation.tellOperators('Passed on: keeps its place until the patron has a loan slot free');
    await here.waitFor(() => reservation.loanSlotMayBeFree || changed());
    if (here.isOver()) return;
    if (reservation.unservable) return givenUp(reservation);
    if (!reservation.loanSlotMayBeFree) return;
    reservation.loanSlotMayBeFree = false;
    // The patron service knows whether one is free; until then whoever waits comes first (R15).
    if ((await patron.positionOf(reservation.key)).waitsForSlot) return;
  }
  await reservation.mutex.runExclusive(() => resumeNow(reservation));
}

/** Waits again at its old place, unless a wish was quicker. Answers its place. */
export async function resumeNow(reservation: Reservation): Promise<number> {
  const answer = await catalog.resume({ reservationId: reservation.id, at: now() });
  delete reservation.suspended;
  delete reservation.withdrawnWhy;
  if (!answer.ok) return 0;
  reservation.waited = true;
  if (answer.value.allocation) reservation.adopt(answer.value.allocation);
  return answer.value.position;
}

async function givenUp(reservation: Reservation): Promise<void> {
  const reason = reservation.unservable ?? 'library';
  delete reservation.unservable;
  await reservation.mutex.runExclusive(() => cancel(reservation, { at: now(), by: 'library', reason }));
}
