import { type patronApi, type ReservationId, ReservationIdSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { PatronDeps } from '../patron-deps.ts';

/** The reservation with that number. NOT_FOUND when there is none, or once it is erased. */
export async function reservationOfNumber(
  deps: Pick<PatronDeps, 'db'>,
  { reservationNumber }: { reservationNumber: string },
): Promise<Decision<{ reservationId: ReservationId }>> {
  const found = await deps.db.application.findUnique({
    where: { number: reservationNumber },
    select: { reservationId: true },
  });
  if (found === null) return refuse('NOT_FOUND');
  return allow({ reservationId: ReservationIdSchema.parse(found.reservationId) });
}

/** The numbers of reservations, of those that are not erased. */
export async function numbersOfReservations(
  { db }: Pick<PatronDeps, 'db'>,
  reservationIds: readonly ReservationId[],
): Promise<z.output<typeof patronApi.numbersOfReservations.answer>['numbers']> {
  const found = await db.application.findMany({
    where: { reservationId: { in: [...reservationIds] } },
    select: { reservationId: true, number: true },
  });
  return found.map(({ reservationId, number }) => ({
    reservationId: ReservationIdSchema.parse(reservationId),
    reservationNumber: number,
  }));
}
