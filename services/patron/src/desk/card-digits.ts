import { ReservationIdSchema } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { lastFourOf } from '../cards/card-status.ts';
import type { Answers } from '../patron-deps.ts';

/** R14. The last four digits of the present card for a hold slip, by reservation. */
export const cardDigits: Answers<'cardDigits'> = async ({ db }, { reservationIds }) => {
  const applications = await db.application.findMany({
    where: { reservationId: { in: reservationIds } },
    select: {
      reservationId: true,
      patron: { select: { cards: { where: { replacedAt: null }, select: { number: true } } } },
    },
  });
  const cards = applications.flatMap(({ reservationId, patron }) =>
    patron.cards.map(({ number }) => ({
      reservationId: ReservationIdSchema.parse(reservationId),
      cardLast4: lastFourOf(number),
    })),
  );
  return allow({ cards });
};
