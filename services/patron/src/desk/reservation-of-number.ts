import { ReservationIdSchema } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../patron-deps.ts';

/** The reservation with that number. NOT_FOUND when there is none, or once it is erased. */
export const reservationOfNumber: Answers<'reservationOfNumber'> = async (deps, { reservationNumber }) => {
  const found = await deps.db.application.findUnique({
    where: { number: reservationNumber },
    select: { reservationId: true },
  });
  if (found === null) return refuse('NOT_FOUND');
  return allow({ reservationId: ReservationIdSchema.parse(found.reservationId) });
};

/** The numbers of those reservations that are not erased. */
export const numbersOfReservations: Answers<'numbersOfReservations'> = async ({ db }, { reservationIds }) => {
  const found = await db.application.findMany({
    where: { reservationId: { in: reservationIds } },
    select: { reservationId: true, number: true },
  });
  const numbers = found.map(({ reservationId, number: reservationNumber }) => {
    return { reservationId: ReservationIdSchema.parse(reservationId), reservationNumber };
  });
  return allow({ numbers });
};
