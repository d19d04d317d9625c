import { startOfDay } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';
import { cancel } from './cancel.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';
import { day } from './words.ts';

/**
 * In the queue of its title, until a copy is chosen. A reservation that lost its copy is back at its old place. Those whom
 * no copy can serve any more are told.
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
  } else {
    reservation.waited = true;
    if (!reservation.rowSaysWaiting) await reservation.tellPatron({ milestone: 'queued', mail: 'none' });
  }
  reservation.rowSaysWaiting = false;
  await here.waitFor(() => isUnservable(reservation));
  if (!here.isOver()) await givenUp(reservation);
}

/** Suspended: resumes by itself on its day (R20), or as soon as a loan slot is free (R15). */
export async function resumed(reservation: Reservation, here: AtStage): Promise<void> {
  const { suspended } = reservation;
  const changed = () => reservation.suspended?.until !== suspended?.until || isUnservable(reservation);
  if (suspended?.until) {
    reservation.tellOperators(`Suspended by its patron until ${day(suspended.until)}`);
    if (await here.waitUntil(startOfDay(suspended.until), 'the reservation resumes', changed)) {
      return here.isOver() || !isUnservable(reservation) ? undefined : givenUp(reservation);
    }
  } else {
    reservation.tellOperators('Passed on: keeps its place until the patron has a loan slot free');
    await here.waitFor(() => reservation.loanSlotMayBeFree || changed());
    if (here.isOver()) return;
    if (isUnservable(reservation)) return givenUp(reservation);
    if (!reservation.loanSlotMayBeFree) return;
    reservation.loanSlotMayBeFree = false;
    // The patron service knows whether one is free; until then whoever waits comes first (R15).
    if ((await patron.positionOf(reservation.key)).waitsForSlot) return;
  }
  await reservation.mutex.runExclusive(() => resumeNow(reservation));
}

/** Waits again at its old place, unless a wish was quicker. Answers its place. */
export async function resumeNow(reservation: Reservation): Promise<number> {
  const answer = await reservation.obey(catalog.resume({ reservationId: reservation.id, at: now() }));
  if (!answer.ok) return 0;
  reservation.waited = true;
  return answer.value.position;
}

function isUnservable({ state }: Reservation): boolean {
  return state?.unservable != null;
}

async function givenUp(reservation: Reservation): Promise<void> {
  const reason = reservation.state?.unservable ?? 'library';
  await reservation.mutex.runExclusive(() => cancel(reservation, { at: now(), by: 'library', reason }));
}
