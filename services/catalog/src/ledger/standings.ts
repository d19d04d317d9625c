import {
  compareVersions,
  type KnownByProcess,
  parseKnown,
  type ReservationStanding,
  ReservationStandingSchema,
} from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** How reservations stand by their last told states; one that never joined a queue is left out. */
export async function standingsOf(
  tx: Transaction,
  reservationIds: readonly string[],
): Promise<ReservationStanding[]> {
  const rows = await tx.reservationState.findMany({
    where: { reservationId: { in: [...reservationIds] } },
    select: { reservationId: true, epoch: true, n: true, standing: true },
  });
  return rows.map(({ standing, ...version }) =>
    parseKnown(ReservationStandingSchema, { ...version, ...Object(standing) }),
  );
}

/** How one reservation stands; null for one that never joined a queue. */
export async function standingOf(
  tx: Transaction,
  reservationId: string,
): Promise<ReservationStanding | null> {
  return (await standingsOf(tx, [reservationId]))[0] ?? null;
}

/**
 * The reservations of which something was told that their process waits for and has not heard. A process never forgets
 * a version, so what each knows is kept: it is asked again only when there is more to know.
 */
export async function whoHasNotHeard(tx: Transaction, known: readonly KnownByProcess[]): Promise<string[]> {
  const ids = known.map(({ reservationId }) => reservationId);
  // A row that is being changed has more to tell anyway: the night waits for no desk, and no desk for the night.
  await tx.$executeRaw`
    WITH free AS (SELECT reservation_id FROM reservation_state WHERE reservation_id = ANY(${ids}::uuid[])
      FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE reservation_state SET heard_epoch = heard.epoch, heard_n = heard.n
    FROM free, unnest(${ids}::uuid[], ${known.map(({ epoch }) => epoch)}::int[], ${known.map(({ n }) => n)}::int[])
      AS heard(id, epoch, n)
    WHERE reservation_state.reservation_id = heard.id AND free.reservation_id = heard.id
      AND (heard_epoch, heard_n) IS DISTINCT FROM (heard.epoch, heard.n)`;
  const rows = await tx.reservationState.findMany({
    where: { reservationId: { in: ids } },
    select: { reservationId: true, epoch: true, awaited: true },
  });
  return rows.flatMap(({ reservationId, epoch, awaited }) => {
    const heard = known.find((one) => one.reservationId === reservationId);
    return heard && compareVersions({ epoch, n: awaited }, heard) > 0 ? [reservationId] : [];
  });
}
