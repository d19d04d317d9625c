import { type ReservationId, ReservationIdSchema } from '@toshobin/contracts';
import { lastFourOf } from '../cards/card-status.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';

/** R14. What a hold slip says of whom it waits for: the last four digits of the present card, by reservation. */
export async function cardDigits(
  { db }: Pick<PatronDeps, 'db'>,
  reservationIds: readonly ReservationId[],
): Promise<AnswerTo<'cardDigits'>['cards']> {
  const applications = await db.application.findMany({
    where: { reservationId: { in: [...reservationIds] } },
    select: {
      reservationId: true,
      patron: { select: { cards: { where: { replacedAt: null }, select: { number: true } } } },
    },
  });
  return applications.flatMap(({ reservationId, patron }) =>
    patron.cards.map(({ number }) => ({
      reservationId: ReservationIdSchema.parse(reservationId),
      cardLast4: lastFourOf(number),
    })),
  );
}
