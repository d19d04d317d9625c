import { type ReservationStanding, ReservationStandingSchema } from '@toshobin/contracts';
import type { Tx } from '../open-database.ts';

/** How reservations stand by what was told last; one that never joined a queue is left out. */
export async function standingsOf(tx: Tx, reservationIds: readonly string[]): Promise<ReservationStanding[]> {
  const rows = await tx.reservationState.findMany({ where: { reservationId: { in: [...reservationIds] } } });
  return rows.map(({ standing, ...version }) =>
    ReservationStandingSchema.parse({ ...version, ...Object(standing) }),
  );
}
