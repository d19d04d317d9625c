import { PatronIdSchema } from '@toshobin/contracts';
import { allow, fromDateColumn, refuse } from '@toshobin/lending-rules';
import { cardStatus, lastFourOf } from '../cards/card-status.ts';
import { readCardNumber } from '../cards/read-card-number.ts';
import { cardsOfSamePerson } from '../cards/same-person.ts';
import { shownEmail } from '../contact/shown-email.ts';
import { dateOrNull } from '../dates.ts';
import { readMyLibrary } from '../my-library/read-my-library.ts';
import type { Answers } from '../patron-deps.ts';

/**
 * The patron of a card, for the prefectural desk on the telephone. A number that was replaced finds them too (an older
 * slip has its digits), and the answer says so. Refuses BARCODE_WRONG_KIND, NOT_FOUND.
 */
export const findByCard: Answers<'findByCard'> = async (deps, request) => {
  const { db } = deps;
  const number = readCardNumber(request.cardNumber);
  if (!number.ok) return number;
  const given = await db.card.findUnique({
    where: { number: number.value },
    include: { patron: { include: { cards: { where: { replacedAt: null } } } } },
  });
  const card = given?.patron.cards[0];
  if (!given || !card) return refuse('NOT_FOUND');
  const { patron } = given;
  const patronId = patron.id;
  const status = cardStatus(card, request.at);
  const [email, loans, reservations, rows, sameCards] = await Promise.all([
    shownEmail(db, patron, request.at),
    db.loanSlot.count({ where: { patronId } }),
    db.reservationSlot.count({ where: { patronId } }),
    readMyLibrary(deps, patronId),
    cardsOfSamePerson(db, patron, patronId),
  ]);
  return allow({
    patronId: PatronIdSchema.parse(patronId),
    name: patron.name,
    birthDate: fromDateColumn(patron.birthDate),
    postcode: patron.postcode,
    address: patron.address,
    phone: patron.phone,
    cardNumber: card.number,
    // The present card is never a replaced one.
    cardStatus: status === 'replaced' ? 'valid' : status,
    expiresOn: dateOrNull(card.expiresOn),
    givenWasReplaced: given.replacedAt !== null,
    sameCards,
    otherCards: sameCards.map(({ cardNumber }) => lastFourOf(cardNumber)),
    emailStatus: email.status,
    loans,
    reservations,
    rows,
  });
};
