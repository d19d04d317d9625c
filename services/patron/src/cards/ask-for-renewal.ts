import { allow, fromDateColumn, instantFromDate, refuse } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import { dateOrNull } from '../dates.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers, AnswerTo, PatronDeps } from '../patron-deps.ts';

/**
 * R1. The patron asks for a new last day: a task of the prefectural desk. Its subject is a renewal of its own, found by
 * `cardRenewals`, so that no task names a person. Asked again it is the same renewal; its task opens again if staff had
 * settled it. Refuses NOT_FOUND.
 */
export const askForRenewal: Answers<'askForRenewal'> = (deps, { patronId, at }) =>
  deps.db.$transaction(async (tx) => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    const renewal = await tx.cardRenewal.upsert({
      where: { patronId },
      create: { id: deps.newId(), patronId, askedAt: at },
      update: {},
    });
    await openTask(tx, { kind: 'renewCard', subject: { applicationId: renewal.id }, why: 'patronAsked', at });
    return allow({ asked: true });
  });

/** The renewals that wait for the desk, the oldest first. */
export async function cardRenewals({ db }: PatronDeps): Promise<AnswerTo<'cardRenewals'>> {
  const waiting = await db.cardRenewal.findMany({
    include: { patron: { include: { cards: { where: { replacedAt: null } } } } },
    orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
    take: 200,
  });
  return {
    renewals: waiting.flatMap(({ id, askedAt, patron }) =>
      patron.cards.map((card) => ({
        applicationId: id,
        askedAt: instantFromDate(askedAt),
        name: patron.name,
        birthDate: fromDateColumn(patron.birthDate),
        phone: patron.phone,
        cardNumber: card.number,
        expiresOn: dateOrNull(card.expiresOn),
      })),
    ),
  };
}
