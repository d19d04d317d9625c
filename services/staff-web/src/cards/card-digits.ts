import { patronApi, type ReservationId } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

/**
 * R14: the last four digits of the cards that reservations are for, as on a hold slip; none of those erased, nor while
 * the patron service is away.
 */
export async function cardDigits(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  of: readonly (ReservationId | null)[],
): Promise<ReadonlyMap<string, string>> {
  const reservationIds = of.filter((id) => id !== null);
  if (reservationIds.length === 0) return new Map();
  const found = await orNone(patron.call(patronApi.cardDigits, { body: { reservationIds } }));
  return new Map(found?.cards.map(({ reservationId, cardLast4 }) => [reservationId, cardLast4]));
}
