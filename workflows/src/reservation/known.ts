import type { KnownByProcess } from '@toshobin/contracts';
import type { Reservation } from './reservation.ts';
import { stageOf } from './stage.ts';

/** What the process knows of what others decide, for the owners to compare: as much as looking again would learn. */
export function knownBy(reservation: Reservation): KnownByProcess {
  const { suspended, due, done, position, hasCopy } = reservation;
  const needsSlot = stageOf(reservation) === 'waitsForSlot' || suspended?.until === null;
  return {
    reservationId: reservation.id,
    allocation: hasCopy ? reservation.allocationNumber : 0,
    pickupLibrary: reservation.pickupLibrary,
    ...(suspended && !hasCopy ? { suspended } : {}),
    lost: reservation.lost,
    ...(due ? { due: due.date } : {}),
    facts: hasCopy ? reservation.factsOfCopy : [],
    ...(hasCopy && !reservation.reached('handedOut')
      ? {
          notHandedOut: {
            byPost: !reservation.atPrefectural,
            told: done.readyAt !== undefined,
            mayBeToldAgain: !position.onReturnLeg && reservation.allocation?.insteadOf === undefined,
            holdIsKnown: reservation.holdUntil !== undefined,
            shelfCheckIsAnswered: reservation.shelfCheckAnswer !== undefined,
          },
        }
      : {}),
    looksAnyway: needsSlot || reservation.ears.hasNote,
  };
}
