import { patronApi } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { cardsOfSamePerson } from '../cards/same-person.ts';
import { dateOrNull } from '../dates.ts';
import type { PatronDeps } from '../patron-deps.ts';

export type CardApplications = z.output<typeof patronApi.cardApplications.answer>;

/**
 * The applications that wait for a check, for their card, or for their card to be posted; the oldest first, at most
 * 200. What an issued one says of the person is read from the patron.
 */
export async function cardApplications({ db }: PatronDeps): Promise<CardApplications> {
  const rows = await db.cardApplication.findMany({
    where: { OR: [{ state: { in: ['applied', 'approved'] } }, { patronId: { not: null } }] },
    include: { patron: { include: { cards: { where: { replacedAt: null } } } } },
    orderBy: [{ appliedAt: 'asc' }, { number: 'asc' }],
    take: 200,
  });
  const otherCards = await Promise.all(
    rows.map(({ patron, patronId, ...row }) => {
      const { name, birthDate } = patron ?? row;
      return name && birthDate ? cardsOfSamePerson(db, { name, birthDate }, patronId) : [];
    }),
  );
  return patronApi.cardApplications.answer.parse({
    applications: rows.map((row, at) => {
      const { name, nameReading, birthDate, postcode, address, phone, email } = row.patron ?? row;
      return {
        applicationId: row.id,
        ...{ name, nameReading, birthDate: dateOrNull(birthDate), postcode, address, phone, email },
        applicationNumber: row.number,
        channel: row.channel,
        state: row.state,
        appliedAt: instantFromDate(row.appliedAt),
        cardNumber: row.patron?.cards[0]?.number ?? null,
        otherCards: otherCards[at],
      };
    }),
  });
}
