import { catalogApi, ReservationIdSchema, type ReservationStanding } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';

/** So many reservations the catalog answers at once. */
const AT_ONCE = 50;

/**
 * How reservations stand, asked of the catalog; those that it does not know are left out. Throws when the catalog is
 * away, or refuses to say.
 */
export async function askStandings(
  { catalog }: Pick<PatronDeps, 'catalog'>,
  reservationIds: readonly string[],
): Promise<ReadonlyMap<string, ReservationStanding>> {
  const found = new Map<string, ReservationStanding>();
  const ids = reservationIds.map((id) => ReservationIdSchema.parse(id));
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const body = { reservationIds: ids.slice(from, from + AT_ONCE) };
    const answer = await catalog.call(catalogApi.standings, { body });
    if (!answer.ok) {
      throw new Error(`The catalog does not say how reservations stand: ${answer.refusal.code}`);
    }
    for (const standing of answer.value.standings) found.set(standing.reservationId, standing);
  }
  return found;
}
