import {
  type CalendarDate,
  endOfDay,
  type Instant,
  isAfter,
  type LendingPolicy,
  nextSendingTime,
  plusDuration,
} from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';

/** The patron hears that the copy can be picked up, once for each copy and library. */
export async function readyTold(reservation: Reservation, here: AtStage): Promise<void> {
  if (reservation.done.readyAt === reservation.pickupLibrary) return reservation.changeStatus('ready');
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
  if (!(await movedByMail(reservation, nextSendingTime(now(), policy), policy))) return here.movedOn();
  if (!here.isOver()) await tellReadyThere(reservation);
}

/** R7. It went out on a later day than was counted with: the days count from then, and My Library says so. */
export async function mailWentOutLate(reservation: Reservation, sentOn: CalendarDate): Promise<void> {
  if (reservation.atPrefectural || reservation.reached('handedIn')) return;
  const before = reservation.due;
  await movedByMail(reservation, endOfDay(sentOn), await reservation.readPolicy());
  const { due } = reservation;
  if (!due || due.at === before?.at) return;
  if (reservation.reached('handedOut')) await reservation.tellPatron({ milestone: 'handedOut', due });
  else await tellReadyThere(reservation);
}

/** The due date as this mail makes it; false when the catalog says that the copy has moved on. */
async function movedByMail(
  reservation: Reservation,
  mailAcceptedAt: Instant,
  policy: LendingPolicy,
): Promise<boolean> {
  const startedAt = reservation.position.shippedAt;
  if (!startedAt || !isAfter(mailAcceptedAt, plusDuration(startedAt, policy.lateMailThreshold))) return true;
  const due = await reservation.obey(catalog.moveDueAfterLateMail({ ...reservation.key, mailAcceptedAt }));
  return due !== undefined;
}

async function tellReadyThere(reservation: Reservation): Promise<void> {
  const { due } = reservation;
  if (!due) return;
  const { parcelNumber, expectedDate, assumed } = reservation.copy?.parcel ?? {};
  await reservation.tellPatron({
    milestone: 'readyAtMunicipal',
    due,
    parcelNumber: parcelNumber ?? '',
    ...(assumed && expectedDate ? { expectedDate } : {}),
  });
}
