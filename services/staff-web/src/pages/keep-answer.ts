import { type Decision, instantFromDate, type Refusal } from '@toshobin/lending-rules';
import type { StaffCall, StaffWebDeps } from '../deps.ts';
import { noButton } from '../scans/digits.ts';
import { numberKept } from '../scans/number-kept.ts';
import { done, type Said, sayRefusal } from '../scans/say.ts';
import type { ScanRow } from '../sessions/desk-scans.ts';
import type { GivenAnswer, Offer } from '../sessions/desk-state.ts';
import { clockOf } from './dates.ts';

/** What is to stay as it is in the address of a page. */
export type Query = Readonly<Record<string, string | undefined>>;

/**
 * Keeps the answer to a form for the page it goes back to. A refusal at a desk is an answer, not an error; some can be
 * gone on with (`offers`). Of what was read only
 * `numberKept` is kept: it may have been a card.
 *
 * @param given.said left out where there is a refusal to tell and nothing else
 */
export async function answerOn<T>(
  deps: StaffWebDeps,
  call: StaffCall,
  page: string,
  given: {
    decision: Decision<T>;
    said?: (value: T) => Said;
    code?: string;
    query?: Query | undefined;
    offers?: ((refusal: Refusal) => Offer[]) | undefined;
  },
): Promise<void> {
  const { decision, said, offers } = given;
  const answer = decision.ok
    ? (said?.(decision.value) ?? done(''))
    : { ...(await refused(deps, decision.refusal)), offers: offers?.(decision.refusal) ?? [] };
  await sayOn(deps, call, page, answer, given);
}

/** The same of what is no decision: a question, or that nothing was done. */
export async function sayOn(
  deps: StaffWebDeps,
  call: StaffCall,
  page: string,
  { asks: _, short: _short, ...said }: Said,
  { code = '', query }: { code?: string; query?: Query | undefined } = {},
): Promise<void> {
  await deps.desk.keepAnswer(await call.visit.openSession(), { page, code: numberKept(code), ...said });
  call.response.redirect(303, pageWith(page, query));
}

/** No button has the digit that was typed: what was read before stays in hand, to be taken back and asked about. */
export async function answerNoButton(
  deps: StaffWebDeps,
  call: StaffCall,
  page: string,
  digit: string,
  query?: Query,
): Promise<void> {
  const sessionId = await call.visit.openSession();
  const last = await deps.desk.answer(sessionId, page);
  const { undo, factId, code } = last && last.tone !== 'stop' ? last : {};
  await deps.desk.keepAnswer(sessionId, { page, ...noButton(digit), undo, factId, code });
  call.response.redirect(303, pageWith(page, query));
}

/** 受け付け済みです: to what was read before, and stands as it was read; it can be taken back here, as in the list. */
export function alreadyTaken(row: ScanRow): GivenAnswer {
  return {
    page: row.page,
    tone: 'again',
    text: `受け付け済みです（${clockOf(instantFromDate(row.scannedAt))}）`,
    detail: row.short,
    code: row.code,
    ...(row.undoable ? { undo: row.factId } : {}),
  };
}

/** The address of a page with what is to stay as it is on it. */
export function pageWith(page: string, given: Query = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
  return query.size > 0 ? `${page}?${query}` : page;
}

export async function refused(deps: StaffWebDeps, refusal: Refusal): Promise<Said> {
  return sayRefusal(refusal, { phone: deps.setting.phone, nameOf: await deps.libraries.names() });
}
