import { patronApi } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { lastFourOf } from '../cards/card-status.ts';
import { cardsOfSamePerson, mayBeOne, type Told } from '../cards/same-person.ts';
import { dateOrNull } from '../dates.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';

/**
 * The applications that wait for a check, for their card, or for their card to be posted; the oldest first, at most
 * 200. The person of an issued one is read from the patron.
 */
export async function cardApplications({ db }: PatronDeps): Promise<AnswerTo<'cardApplications'>> {
  const rows = await db.cardApplication.findMany({
    where: { OR: [{ state: { in: ['applied', 'approved'] } }, { patronId: { not: null } }] },
    include: { patron: { include: { cards: true, credential: true } } },
    orderBy: [{ appliedAt: 'asc' }, { number: 'asc' }],
    take: 200,
  });
  const told = rows.map(({ patron, ...row }): Told | undefined => {
    const { name, nameReading, birthDate, email } = patron ?? row;
    return name && birthDate ? { name, nameReading, birthDate, email } : undefined;
  });
  const sameCards = await Promise.all(
    rows.map(({ patronId }, at) => {
      const person = told[at];
      return person ? cardsOfSamePerson(db, person, patronId) : [];
    }),
  );
  /** Other waiting applications of who may be the same person; a person with a card is found among the cards. */
  const waitingLike = (at: number) =>
    rows.flatMap(({ id, patronId }, other) => {
      const [one, another] = [told[at], told[other]];
      return other !== at && patronId === null && one && another && mayBeOne(one, another) ? [id] : [];
    });
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
        cardNumber: row.patron?.cards.find(({ replacedAt }) => replacedAt === null)?.number ?? null,
        reissued: row.patron?.cards.some(({ replacedAt }) => replacedAt !== null) ?? false,
        passwordChosen: row.patron?.credential?.kind === 'chosen',
        sameCards: sameCards[at],
        otherCards: sameCards[at]?.map(({ cardNumber }) => lastFourOf(cardNumber)),
        otherApplications: waitingLike(at),
      };
    }),
  });
}
