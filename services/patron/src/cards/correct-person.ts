import { allow, dateColumn, fromDateColumn } from '@toshobin/lending-rules';
import type { Answers } from '../patron-deps.ts';
import { lockCard } from './lock-card.ts';

/**
 * R1. Corrects what is written of the card's holder. What is left out stays, and so does the initial password: it was
 * told to them. Repeatable. Refuses BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED.
 */
export const correctPerson: Answers<'correctPerson'> = (deps, { cardNumber, ...right }) =>
  deps.db.$transaction(async (tx) => {
    const card = await lockCard(tx, cardNumber);
    if (!card.ok) return card;
    const id = card.value.patronId;
    const was = await tx.patron.findUniqueOrThrow({ where: { id } });
    const {
      name = was.name,
      nameReading = was.nameReading,
      birthDate = fromDateColumn(was.birthDate),
      postcode = was.postcode,
      address = was.address,
      phone = was.phone,
    } = right;
    const data = { name, nameReading, birthDate: dateColumn(birthDate), postcode, address, phone };
    await tx.patron.update({ where: { id }, data });
    return allow({ corrected: true });
  });
