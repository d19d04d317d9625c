import { allow } from '@toshobin/lending-rules';
import type { FormBody, PageCall } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import type { Said } from '../scans/say.ts';
import { answerOn } from './keep-answer.ts';

/**
 * The card of the caller that a form was drawn for, while it is the one in hand: windows of a browser share a session, and
 * another may have been called up in one of them.
 */
export async function callerDrawnFor(
  deps: StaffWebDeps,
  { visit, form }: PageCall<Staff> & { form: FormBody },
): Promise<string | undefined> {
  const inHand = await deps.desk.caller(await visit.openSession(), deps.now());
  return inHand === form.card ? inHand : undefined;
}

/** To a form that was drawn for somebody who is not in hand: nothing was done. */
export function answerOther(
  deps: StaffWebDeps,
  call: PageCall<Staff>,
  page: string,
  query?: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  return answerOn(deps, call, page, { decision: allow(OTHER), said: (other) => other, query });
}

const OTHER: Said = {
  tone: 'stop',
  text: 'カードの方が\n替わっています',
  detail: '画面を開いた後に、別の方に替わったか、終わっています。何もしていません。',
};
