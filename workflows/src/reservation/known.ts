import type { KnownByProcess } from '@toshobin/contracts';
import { isToldReady } from './look-again.ts';
import type { Reservation } from './reservation.ts';
import { stageOf } from './stage.ts';

/** What the process knows of what others decide, for the owners to compare. */
export function knownBy(reservation: Reservation): KnownByProcess {
  const { epoch, n } = reservation.version;
  const needsSlot = stageOf(reservation) === 'waitsForSlot' || reservation.suspended?.until === null;
  return {
    reservationId: reservation.id,
    epoch,
    n,
    allocation: reservation.hasCopy ? reservation.allocationNumber : 0,
    toldReady: isToldReady(reservation),
    looksAnyway: needsSlot || reservation.ears.hasNote,
  };
}
