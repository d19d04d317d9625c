import { catalogApi, ReservationIdSchema, type Standing } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';
import type { ReservationNotice } from './notice-data.ts';

/** How a reservation may stand with its copy for a mail to be true; other mails follow from the row alone. */
const mayStand: Partial<Record<ReservationNotice['kind'], readonly Standing[]>> = {
  holdEndsSoon: ['coming'],
  expired: ['none', 'coming', 'returning', 'home'],
  dueSoon: ['lent'],
  overdue: ['lent'],
};

/**
 * Mails that remind or accuse are judged by the catalog as well, since a scan may be known there whose fact has not come
 * here. Answers which reservations it denies; a reservation that it does not know is judged by its row. Throws when the
 * catalog is away, or refuses to say: then the mail waits.
 */
export async function deniedByCatalog(
  { catalog }: PatronDeps,
  kind: ReservationNotice['kind'],
  reservationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const allowed = mayStand[kind];
  if (allowed === undefined || reservationIds.length === 0) return new Set();
  const body = { reservationIds: reservationIds.map((id) => ReservationIdSchema.parse(id)) };
  const answer = await catalog.call(catalogApi.standings, { body });
  if (!answer.ok) throw new Error(`The catalog does not say how reservations stand: ${answer.refusal.code}`);
  const denied = answer.value.standings.filter(({ standing }) => !allowed.includes(standing));
  return new Set(denied.map(({ reservationId }) => reservationId));
}
