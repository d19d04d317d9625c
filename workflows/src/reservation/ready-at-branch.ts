import {
  type Instant,
  isAfter,
  type LendingPolicy,
  nextSendingTime,
  plusDuration,
} from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/**
 * The patron hears that the copy can be picked up. R7: a late mail moves the due date, which the mail says; a date that
 * was told moves no more. Where the mail goes out later still, the catalog moves the date when it hears so.
 */
export async function tellReadyAtBranch(reservation: Reservation): Promise<void> {
  const numbers = await reservation.readNumbers();
  const goesOut = nextSendingTime(now(), numbers);
  if (isLate(reservation, goesOut, numbers)) {
    const { toldReady } = await said(patron.positionOf, 'was it told that it is ready?')(reservation.key);
    if (!toldReady) await movedByMail(reservation, goesOut);
  }
  await tell(reservation);
}

function isLate({ copy }: Reservation, at: Instant, numbers: LendingPolicy): boolean {
  const { shippedAt } = copy?.position ?? {};
  return shippedAt !== undefined && isAfter(at, plusDuration(shippedAt, numbers.lateMailThreshold));
}

async function movedByMail(reservation: Reservation, mailAcceptedAt: Instant): Promise<void> {
  const move = said(catalog.moveDueAfterLateMail, 'due later: the mail goes out late');
  await reservation.obey(move({ ...reservation.key, mailAcceptedAt }));
}

async function tell(reservation: Reservation): Promise<void> {
  const { copy, state, pickupLibraryName } = reservation;
  // The catalog may have answered that the copy is not there any more.
  if (state?.stage !== 'held' || !copy?.due) return;
  const { parcelNumber, expectedDate, assumed } = copy.parcel ?? {};
  await reservation.tellPatron(
    {
      milestone: 'readyAtMunicipal',
      due: copy.due,
      parcelNumber: parcelNumber ?? '',
      ...(assumed && expectedDate ? { expectedDate } : {}),
    },
    `mail: ready at ${pickupLibraryName}`,
  );
}
