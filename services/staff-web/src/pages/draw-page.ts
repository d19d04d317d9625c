import type { Decision } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { pageFault, sendPage } from '@toshobin/web';
import { h, type JSX } from 'preact';
import type { z } from 'zod';
import type { StaffCall, StaffWebDeps } from '../deps.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';
import type { Faults } from './entry.tsx';
import { type Frame, frameOf, InFrame } from './frame.tsx';

/**
 * Sends a page in the frame of whoever asks for it, unless it brings one, with what its parts say and need not be handed.
 * What was refused, or is to be mended at fields, is its status, unless it says so itself.
 */
export function drawPage<P extends object>(
  deps: StaffWebDeps,
  call: StaffCall,
  page: (props: P) => JSX.Element,
  given: P & { frame?: Frame; faults?: Faults } & Pick<Frame, 'nameOf' | 'answer' | 'refusal' | 'cancelling'>,
  status?: number,
): void {
  const { frame: own = frameOf(deps, call), nameOf, answer, refusal, cancelling, faults = {} } = given;
  const frame = { ...own, nameOf, answer, refusal, cancelling };
  const mended = Object.keys(faults).length > 0 ? 422 : 200;
  const statusThen = refusal ? statusOfRefusal(call.response, refusal) : mended;
  sendPage(call.response, h(InFrame, { frame, children: h(page, given) }), status ?? statusThen);
}

/** What a page can't be drawn without: there is no such page where its owner refuses. */
export function orFault<T>(decision: Decision<T>): T {
  return decision.ok ? decision.value : pageFault(404);
}

/** What a page's address names; anything else is no page. */
export function namedIn<S extends z.ZodType>(
  call: Pick<StaffCall, 'request'>,
  name: string,
  schema: S,
): z.output<S> {
  const read = schema.safeParse(call.request.params[name]);
  return read.success ? read.data : pageFault(404);
}

/** The answer to the last form or scan of a page, if it was given there. */
export async function answerOf(
  deps: Pick<StaffWebDeps, 'desk'>,
  call: StaffCall,
  page: string,
): Promise<BigAnswer | undefined> {
  return deps.desk.answer(await call.visit.openSession(), page);
}

/**
 * The same, told once: on a page where nothing is read it is no answer any more when the page is opened later. A script
 * that looks where a form led opens it after that.
 */
export async function answerOnce(
  deps: Pick<StaffWebDeps, 'desk'>,
  call: StaffCall,
  page: string,
): Promise<BigAnswer | undefined> {
  const answer = await answerOf(deps, call, page);
  const isOpened = call.request.get('sec-fetch-dest') !== 'empty';
  if (answer && isOpened) await deps.desk.forgetAnswer(await call.visit.openSession());
  return answer;
}
