import { refuse } from '@toshobin/lending-rules';
import type { PageCall } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { done } from '../scans/say.ts';
import { perform } from '../verbs/mount-verb.ts';
import { findCaller } from './phone-verbs.ts';

/** Takes a caller's card in hand, or puts away the one before, and goes to 電話受付. */
export async function openCard(deps: StaffWebDeps, call: PageCall<Staff>, cardNumber: string): Promise<void> {
  const sessionId = await call.visit.openSession();
  const decision =
    cardNumber === ''
      ? refuse('NOT_FOUND')
      : await perform(deps, call.visit, findCaller, { params: {}, body: { cardNumber } });
  if (decision.ok) await deps.desk.takeCall(sessionId, decision.value.cardNumber, deps.now());
  else await deps.desk.endCall(sessionId);
  const said = () => done('この方の手続きができます', 'ご本人を確かめてください');
  await answerOn(deps, call, '/phone', { decision, said });
}
