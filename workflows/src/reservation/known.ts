import type { KnownByProcess } from '@toshobin/contracts';
import { isPassedOn } from '@toshobin/lending-rules';
import type { Reservation } from './reservation.ts';

/** What this process knows of others' decisions, for the owners to compare. */
export function knownBy(reservation: Reservation): KnownByProcess {
  const { state, slot, ears } = reservation;
  const { epoch, n } = reservation.version;
  const isKept = reservation.isBeingPacked && slot?.claimed === false;
  const waitsForSlot = isKept || (state !== undefined && isPassedOn(state));
  return {
    reservationId: reservation.id,
    epoch,
    n,
    allocation: reservation.hasCopy ? reservation.allocationNumber : 0,
    toldReady: state?.stage === 'held' && reservation.done.isAnyAbout('ready'),
    waitsForSlot,
    looksAnyway: ears.hasNote,
  };
}
