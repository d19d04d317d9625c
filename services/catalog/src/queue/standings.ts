import { type ReservationId, ReservationIdSchema, type Standing } from '@toshobin/contracts';
import { reached } from '@toshobin/lending-rules';
import { type Journey, latestJourneyOfReservation, wasWithdrawn } from '../copies/journey.ts';
import type { Tx } from '../open-database.ts';

/** How each of those reservations stands with its copy at this moment; one that never joined a queue is left out. */
export async function standingsOf(
  tx: Tx,
  reservationIds: readonly ReservationId[],
): Promise<{ reservationId: ReservationId; standing: Standing }[]> {
  const known = await tx.queueEntry.findMany({
    where: { reservationId: { in: [...reservationIds] } },
    select: { reservationId: true },
  });
  return Promise.all(
    known.map(async ({ reservationId }) => ({
      reservationId: ReservationIdSchema.parse(reservationId),
      standing: standingOf(await latestJourneyOfReservation(tx, reservationId)),
    })),
  );
}

function standingOf(journey: Journey | undefined): Standing {
  if (journey === undefined || wasWithdrawn(journey)) return 'none';
  const { position } = journey;
  if (reached(position, 'home')) return 'home';
  if (journey.ending === 'lost') return 'none';
  if (reached(position, 'handedIn') || position.onReturnLeg) return 'returning';
  return reached(position, 'handedOut') ? 'lent' : 'coming';
}
