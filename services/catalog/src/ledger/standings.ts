import {
  compareVersions,
  type KnownByProcess,
  parseKnown,
  type ReservationStanding,
  ReservationStandingSchema,
} from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** How reservations stand by what was told last; one that never joined a queue is left out. */
export async function standingsOf(
  tx: Transaction,
  reservationIds: readonly string[],
): Promise<ReservationStanding[]> {
  const rows = await tx.reservationState.findMany({ where: { reservationId: { in: [...reservationIds] } } });
  return rows.map(({ standing, awaited: _, ...version }) =>
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

/** The reservations of which something was told since that their process waits for and has not heard. */
export async function whoHasNotHeard(tx: Transaction, known: readonly KnownByProcess[]): Promise<string[]> {
  const rows = await tx.reservationState.findMany({
    where: { reservationId: { in: known.map(({ reservationId }) => reservationId) } },
    select: { reservationId: true, epoch: true, awaited: true },
  });
  return rows.flatMap(({ reservationId, epoch, awaited }) => {
    const heard = known.find((one) => one.reservationId === reservationId);
    return heard && compareVersions({ epoch, n: awaited }, heard) > 0 ? [reservationId] : [];
  });
}
