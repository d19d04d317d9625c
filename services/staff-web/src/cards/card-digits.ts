import { patronApi, type ReservationId } from '@toshobin/contracts';
import { ServiceFault } from '@toshobin/service';
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
  try {
    const found = await patron.call(patronApi.cardDigits, { body: { reservationIds } });
    if (!found.ok) return new Map();
    return new Map(found.value.cards.map(({ reservationId, cardLast4 }) => [reservationId, cardLast4]));
  } catch (fault) {
    if (fault instanceof ServiceFault) return new Map();
    throw fault;
  }
}
