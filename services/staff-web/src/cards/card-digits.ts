import type { ReservationId } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

/**
 * R14: the last four digits of the cards that reservations are for, as on a hold slip; none of those erased, nor while
 * the patron service is away.
 */
export async function cardDigits(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  of: readonly { reservationId: ReservationId | null }[],
): Promise<(reservationId: string | null) => string | undefined> {
  const reservationIds = of.flatMap(({ reservationId }) => reservationId ?? []);
  if (reservationIds.length === 0) return () => undefined;
  const found = await orNone(patron.cardDigits({ body: { reservationIds } }));
  return (id) => found?.cards.find(({ reservationId }) => reservationId === id)?.cardLast4;
}
