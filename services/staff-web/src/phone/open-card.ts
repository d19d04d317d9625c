import { allow, refuse } from '@toshobin/lending-rules';
import type { PageCall } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { done, type Said } from '../scans/say.ts';
import { perform } from '../verbs/mount-verb.ts';
import { findCaller } from './phone-verbs.ts';

/** Takes a caller's card in hand, or puts away the one before, and goes to 電話受付; no card: nobody was found. */
export async function openCard(
  deps: StaffWebDeps,
  call: PageCall<Staff>,
  cardNumber: string | undefined,
): Promise<void> {
  const sessionId = await call.visit.openSession();
  const decision =
    cardNumber === undefined
      ? refuse('NOT_FOUND')
      : await perform(deps, call.visit, findCaller, { params: {}, body: { cardNumber } });
  if (decision.ok) await deps.desk.takeCall(sessionId, decision.value.cardNumber, deps.now());
  else await deps.desk.endCall(sessionId);
  const isNobody = !decision.ok && decision.refusal.code === 'NOT_FOUND';
  const found = () => done('この方の手続きができます', 'ご本人を確かめてください');
  await (isNobody
    ? answerOn(deps, call, '/phone', { decision: allow(NOBODY), said: (nobody) => nobody })
    : answerOn(deps, call, '/phone', { decision, said: found }));
}

const NOBODY: Said = {
  tone: 'stop',
  text: '利用者が\n見つかりません',
  detail: 'お名前ははじめから（かなは、よみの登録がある方だけ）、電話番号は下4桁から入れてください。',
};
