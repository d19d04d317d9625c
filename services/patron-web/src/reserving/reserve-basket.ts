import type { PatronId, RecordId, ReservationId } from '@toshobin/contracts';
import { ServiceFault } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';
import { readRecord } from '../records/read-record.ts';
import type { DoneAnswer } from './done-answers.ts';
import { reserve } from './reserve.ts';

export interface ReserveBasket {
  patronId: PatronId;
  sessionId: string;
  pickupLibrary: string;
  items: readonly { reservationId: ReservationId; recordId: RecordId }[];
}

/**
 * Applies for every title of the form, one after the other, so that at the limit of ten the first ones of the
 * basket get in. What was accepted, or can never be, leaves the basket; each title has its own answer.
 */
export async function reserveBasket(deps: PatronWebDeps, wish: ReserveBasket): Promise<DoneAnswer[]> {
  const answers: DoneAnswer[] = [];
  for (const { reservationId, recordId } of wish.items) {
    answers.push(await reserveOne(deps, { ...wish, reservationId, recordId }));
  }
  const settled = answers.flatMap((item) => (item.answer === 'accepted' ? [item.recordId] : []));
  await deps.basket.remove(wish.sessionId, settled);
  await deps.doneAnswers.keep(wish.sessionId, { pickupLibrary: wish.pickupLibrary, items: answers });
  return answers;
}

async function reserveOne(
  deps: PatronWebDeps,
  wish: { patronId: PatronId; reservationId: ReservationId; recordId: RecordId; pickupLibrary: string },
): Promise<DoneAnswer> {
  const { recordId } = wish;
  try {
    const record = await readRecord(deps, recordId);
    if (!record.ok) return { answer: 'refused', recordId, title: '', refusal: record.refusal };
    const { title } = record.value;
    const decision = await reserve(deps, wish);
    if (!decision.ok) return { answer: 'refused', recordId, title, refusal: decision.refusal };
    const { reservationNumber, position, ready } = decision.value;
    return { answer: 'accepted', recordId, title, reservationNumber, position, ready };
  } catch (fault) {
    // The others of the basket still get their answer; this one stays in it and may be sent again.
    if (!(fault instanceof ServiceFault)) throw fault;
    deps.log.warn({ service: fault.service, status: fault.status }, 'a title could not be applied for');
    return { answer: 'refused', recordId, title: '', refusal: { code: 'TRY_AGAIN' } };
  }
}
