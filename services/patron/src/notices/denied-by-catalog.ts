import { catalogApi, ReservationIdSchema } from '@toshobin/contracts';
import type { LedgerStage } from '@toshobin/lending-rules';
import type { PatronDeps } from '../patron-deps.ts';
import type { ReservationNotice } from './notice-data.ts';

/** How a reservation may stand for a mail to be true; other mails follow from the row alone. */
const mayStand: Partial<Record<ReservationNotice['kind'], (stage: LedgerStage) => boolean>> = {
  holdEndsSoon: (stage) => ['toFetch', 'fetched', 'packed', 'inTransit', 'held'].includes(stage),
  expired: (stage) => stage !== 'onLoan',
  dueSoon: (stage) => stage === 'onLoan',
  overdue: (stage) => stage === 'onLoan',
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
  const denied = answer.value.standings.filter(({ state }) => !allowed(state.stage));
  return new Set(denied.map(({ reservationId }) => reservationId));
}
