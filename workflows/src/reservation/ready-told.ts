import { isAfter, nextSendingTime, plusDuration } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';

/** The patron hears that the copy can be picked up, once for each copy and library. */
export async function readyTold(reservation: Reservation, here: AtStage): Promise<void> {
  if (reservation.done.readyAt === reservation.pickupLibrary) return;
  reservation.done.readyAt = reservation.pickupLibrary;
  if (reservation.atPrefectural) await atTheCounter(reservation);
  else await atTheBranch(reservation, here);
  reservation.changeStatus('ready');
}

async function atTheCounter(reservation: Reservation): Promise<void> {
  const holdNumber = reservation.allocation?.holdNumber ?? '';
  reservation.tellOperators(`On the hold shelf of the prefectural library as ${holdNumber}`);
  reservation.changeStatus('ready');
  await reservation.tellPatron({ milestone: 'readyAtPrefectural', holdNumber });
}

/** R7: a mail that goes out late may move the due date. */
async function atTheBranch(reservation: Reservation, here: AtStage): Promise<void> {
  const policy = await reservation.readPolicy();
  const mailAcceptedAt = nextSendingTime(now(), policy);
  const startedAt = reservation.position.shippedAt;
  if (startedAt && isAfter(mailAcceptedAt, plusDuration(startedAt, policy.lateMailThreshold))) {
    const due = await catalog.moveDueAfterLateMail({ ...reservation.key, mailAcceptedAt });
    if (due) reservation.due = due;
  }
  if (!reservation.due || here.isOver()) return;
  const { due, parcelNumber, expectedDate } = reservation;
  await reservation.tellPatron({
    milestone: 'readyAtMunicipal',
    due,
    parcelNumber: parcelNumber ?? '',
    ...(reservation.arrivalAssumed && expectedDate ? { expectedDate } : {}),
  });
}
