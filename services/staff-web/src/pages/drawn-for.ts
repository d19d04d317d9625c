import type { FormCall, StaffCall, StaffWebDeps } from '../deps.ts';
import { isRelease } from '../scans/card-or-code.ts';
import type { Said } from '../scans/say.ts';
import { type Query, sayOn } from './keep-answer.ts';

/**
 * The card of the caller that a form was drawn for, while it is the one in hand: windows of a browser share a session, and
 * another may have been called up in one of them.
 */
export async function callerDrawnFor(
  deps: StaffWebDeps,
  { visit, form }: FormCall,
): Promise<string | undefined> {
  const inHand = await deps.desk.caller(await visit.openSession(), deps.now());
  return inHand === form.card ? inHand : undefined;
}

/** To a form that was drawn for a caller who is not in hand. */
export async function answerOtherCaller(deps: StaffWebDeps, call: StaffCall): Promise<void> {
  const inHand = await deps.desk.caller(await call.visit.openSession(), deps.now());
  return answerOther(deps, call, '/phone', { inHand });
}

/** To a form that was drawn for somebody who is not in hand: nothing was done. Of a card in hand it is said which. */
export function answerOther(
  deps: StaffWebDeps,
  call: StaffCall,
  page: string,
  given: Partial<Said> & {
    inHand: string | undefined;
    query?: Query;
  },
): Promise<void> {
  const { inHand, query, ...more } = given;
  const now = inHand === undefined ? '終わって' : `${whose(inHand)}に替わって`;
  const other: Said = {
    tone: 'stop',
    text: 'カードの方が\n替わっています',
    detail: `画面を開いた後に、${now}います。何もしていません。`,
    ...more,
  };
  return sayOn(deps, call, page, other, { query });
}

const whose = (inHand: string) =>
  isRelease(inHand) ? 'カードの代わりの番号の方' : `カード下4桁 ${inHand.slice(-4)} の方`;
