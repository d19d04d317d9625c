import { PatronIdSchema } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { lastFourOf } from '../cards/card-status.ts';
import { readReservation } from '../my-library/read-my-library.ts';
import type { Answers } from '../patron-deps.ts';

/** The patron whom the prefectural desk calls about a reservation. NOT_FOUND once it is erased. */
export const patronOfReservation: Answers<'patronOfReservation'> = async (deps, { reservationId }) => {
  const application = await deps.db.application.findUnique({
    where: { reservationId },
    include: { patron: { include: { cards: { where: { replacedAt: null } } } } },
  });
  const card = application?.patron.cards[0];
  if (!application || !card) return refuse('NOT_FOUND');
  const { patron, patronId } = application;
  const read = await readReservation(deps, { patronId, reservationId, at: deps.now() });
  if (!read.ok) return read;
  return allow({
    patronId: PatronIdSchema.parse(patronId),
    name: patron.name,
    phone: patron.phone,
    cardLast4: lastFourOf(card.number),
    row: read.value.row,
  });
};
