import type { PatronId, RecordId, ReservationId } from '@toshobin/contracts';
import { isOutage, ServiceFault } from '@toshobin/service';
import type { BasketOwner } from '../basket/basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { readRecord } from '../records/read-record.ts';
import type { DoneAnswer } from './done-answers.ts';
import { reserve } from './reserve.ts';

export interface ReserveBasket {
  patronId: PatronId;
  /** Whose basket it is taken out of. */
  visit: BasketOwner;
  sessionId: string;
  pickupLibrary: string;
  items: readonly { reservationId: ReservationId; recordId: RecordId }[];
}

/**
 * Applies for every title of the form, one after the other, so that at the limit of ten the first ones of the
 * basket get in. What was accepted leaves the basket; what was refused stays, and applied for again it is another
 * reservation; what got no answer stays with its id, so that sent again it is the same one. Once a service does not
 * answer at all, the rest is not asked for: nobody waits for one time-out after the other.
 */
export async function reserveBasket(deps: PatronWebDeps, wish: ReserveBasket): Promise<DoneAnswer[]> {
  const answers: DoneAnswer[] = [];
  let away = false;
  for (const item of wish.items) {
    const asked: { answer: DoneAnswer; away: boolean } = away
      ? { answer: unanswered(item.recordId), away }
      : await reserveOne(deps, { ...wish, ...item });
    answers.push(asked.answer);
    away = asked.away;
  }
  const idsOf = (wanted: (answer: DoneAnswer) => boolean) =>
    wish.items.filter((_, n) => wanted(answers[n] ?? unanswered(''))).map(({ recordId }) => recordId);
  await deps.basket.remove(
    wish.visit,
    idsOf(({ answer }) => answer === 'accepted'),
  );
  await deps.basket.forgetIds(wish.patronId, idsOf(isFinal));
  await deps.doneAnswers.keep(wish.sessionId, { pickupLibrary: wish.pickupLibrary, items: answers });
  return answers;
}

function isFinal(answer: DoneAnswer): boolean {
  return answer.answer === 'refused' && answer.refusal.code !== 'TRY_AGAIN';
}

function unanswered(recordId: string): DoneAnswer {
  return { answer: 'refused', recordId, title: '', refusal: { code: 'TRY_AGAIN' } };
}

async function reserveOne(
  deps: PatronWebDeps,
  wish: { patronId: PatronId; reservationId: ReservationId; recordId: RecordId; pickupLibrary: string },
): Promise<{ answer: DoneAnswer; away: boolean }> {
  const { recordId } = wish;
  let title = '';
  try {
    const record = await readRecord(deps, recordId);
    if (!record.ok)
      return { answer: { answer: 'refused', recordId, title, refusal: record.refusal }, away: false };
    title = record.value.title;
    const decision = await reserve(deps, wish);
    if (!decision.ok)
      return { answer: { answer: 'refused', recordId, title, refusal: decision.refusal }, away: false };
    const { reservationNumber, position, ready } = decision.value;
    return {
      answer: { answer: 'accepted', recordId, title, reservationNumber, position, ready },
      away: false,
    };
  } catch (fault) {
    // The others of the basket still get their answer; this one stays in it and may be sent again.
    if (!(fault instanceof ServiceFault)) throw fault;
    deps.log.warn({ service: fault.service, status: fault.status }, 'a title could not be applied for');
    return { answer: { ...unanswered(recordId), title }, away: isOutage(fault) };
  }
}
