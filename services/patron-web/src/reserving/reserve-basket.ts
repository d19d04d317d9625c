import type { PatronId, RecordId, ReservationId } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { isOutage, ServiceFault } from '@toshobin/service';
import type { BasketOwner } from '../basket/basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { readRecord } from '../records/read-record.ts';
import { titleOf } from '../records/title-of.ts';
import type { DoneAnswer } from './done-answers.ts';
import { admit, applyFor, whyNot } from './reserve.ts';

interface ReserveBasket {
  patronId: PatronId;
  /** Whose basket it is taken out of. */
  visit: BasketOwner;
  sessionId: string;
  pickupLibrary: string;
  items: readonly { reservationId: ReservationId; recordId: RecordId }[];
}

/**
 * Applies for every title of the form, one after the other, so that at the limit of ten the first ones of the
 * basket get in; then all that were accepted ask for their place at once. What was accepted leaves the basket; what was
 * refused stays, and applied for again it is another reservation; what got no answer stays with its id, so that sent
 * again it is the same one. Once a service does not answer at all, the rest is not asked for: nobody waits for one
 * time-out after the other.
 */
export async function reserveBasket(deps: PatronWebDeps, wish: ReserveBasket): Promise<DoneAnswer[]> {
  const steps: Step[] = [];
  let away = false;
  for (const item of wish.items) {
    const step: Step = away
      ? { ...unanswered(item.recordId), away }
      : await applyForOne(deps, { ...wish, ...item });
    steps.push(step);
    away = step.away;
  }
  const answers = await Promise.all(steps.map((step) => ('next' in step ? step.next() : step.done)));
  const idsOf = (wanted: (answer: DoneAnswer) => boolean) =>
    wish.items.filter((_, n) => wanted(answers[n] ?? unanswered('').done)).map(({ recordId }) => recordId);
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

/** What became of an application: an answer, or what is still to be asked. */
type Step = ({ done: DoneAnswer } | { next: () => Promise<DoneAnswer> }) & { away: boolean };

function refused(recordId: string, title: string, refusal: Refusal): DoneAnswer {
  return { answer: 'refused', recordId, title, refusal };
}

function unanswered(recordId: string, title = ''): { done: DoneAnswer } {
  return { done: refused(recordId, title, { code: 'TRY_AGAIN' }) };
}

async function applyForOne(
  deps: PatronWebDeps,
  wish: { patronId: PatronId; reservationId: ReservationId; recordId: RecordId; pickupLibrary: string },
): Promise<Step> {
  const { recordId } = wish;
  let title = '';
  // The others of the basket still get their answer; this one stays in it and may be sent again.
  const withoutAnswer = (fault: unknown) => {
    if (!(fault instanceof ServiceFault)) throw fault;
    deps.log.warn({ service: fault.service, status: fault.status }, 'a title could not be applied for');
    return { ...unanswered(recordId, title), away: isOutage(fault) };
  };
  try {
    const record = await readRecord(deps, recordId);
    if (!record.ok) return { done: refused(recordId, title, record.refusal), away: false };
    title = titleOf(record.value);
    const applied = await applyFor(deps, wish, record.value);
    if (!applied.ok) {
      const why = await whyNot(deps, wish, applied.refusal);
      return { done: refused(recordId, title, why), away: false };
    }
    return {
      away: false,
      next: async () => {
        try {
          const decision = await admit(deps, wish, applied.value);
          if (!decision.ok) return refused(recordId, title, decision.refusal);
          const { reservationNumber, position, ready } = decision.value;
          const { waitEstimate } = record.value;
          return { answer: 'accepted', recordId, title, reservationNumber, position, ready, waitEstimate };
        } catch (fault) {
          return withoutAnswer(fault).done;
        }
      },
    };
  } catch (fault) {
    return withoutAnswer(fault);
  }
}
