import type { TaskKind } from '@toshobin/contracts';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { type Stage, stageOf } from './stage.ts';

/**
 * What a process that is begun anew (a counter loan, a return taken back, one that was lost) has to know of what was done
 * before it: its owners say so. What they keep by a key is simply told again.
 */
export async function remembered(reservation: Reservation): Promise<void> {
  // A loan at the counter was never applied for.
  reservation.toldAccepted = reservation.request.channel === 'counter';
  reservation.done.toldPrepared = reservation.toldAccepted;
  // Suspended it was after it had been accepted, and has waited.
  if (reservation.suspended) {
    reservation.toldAccepted = true;
    reservation.waited = true;
  }
  const { toldReady, toldEnd } = await patron.positionOf(reservation.key);
  if (toldReady) reservation.done.readyAt = reservation.pickupLibrary;
  reservation.toldEnd = toldEnd;
  await askedBefore(reservation);
}

/** What may still be asked of staff, by where it stands; anything else is asked no more. */
async function askedBefore(reservation: Reservation): Promise<void> {
  const ours = asked[stageOf(reservation)] ?? [];
  reservation.wasAsked(ours);
  const kinds = Object.values(asked)
    .flat()
    .filter((kind) => !ours.includes(kind));
  await catalog.clearTasks({ reservationId: reservation.id, kinds, at: now() });
}

const asked: Partial<Record<Stage, readonly TaskKind[]>> = {
  held: ['decideUnreached', 'askBranch', 'confirmHandOut'],
  wayHome: ['searchUnlent'],
};
