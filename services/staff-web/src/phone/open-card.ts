import { refuse } from '@toshobin/lending-rules';
import type { Caller } from '../cards/caller.ts';
import type { StaffCall, StaffWebDeps } from '../deps.ts';
import { answerOn, sayOn } from '../pages/keep-answer.ts';
import { done, type Said, sayNotValid } from '../scans/say.ts';
import { perform } from '../verbs/mount-verb.ts';
import { findCaller } from './phone-verbs.ts';

/** Takes a caller's card in hand, or puts away the one before, and goes to 電話受付; no card: nobody was found. */
export async function openCard(
  deps: StaffWebDeps,
  call: StaffCall,
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
  await (isNobody
    ? sayOn(deps, call, '/phone', NOBODY)
    : answerOn(deps, call, '/phone', { decision, said: sayFound }));
}

function sayFound({ cardStatus, cardNumber, givenWasReplaced }: Caller): Said {
  // The number that was read is an old card's, which may be in anybody's hands: the page shows the present one.
  const old = `読み取った番号は前のカードで、もう使えません。今のカードは下4桁 ${cardNumber.slice(-4)} です。`;
  const who = `${givenWasReplaced ? old : ''}ご本人を確かめてください`;
  if (cardStatus === 'valid') {
    const said = done('この方の手続きができます', who);
    return givenWasReplaced ? { ...said, tone: 'ask', line: '前のカードの番号です' } : said;
  }
  const may = cardStatus === 'expired' ? '更新と返却' : '返却';
  return sayNotValid(cardStatus, {
    line: '新しい予約と貸出はできません',
    detail: `${who}。${may}と、取り置き中の資料の引渡しはできます。`,
  });
}

const NOBODY: Said = {
  tone: 'stop',
  text: '利用者が\n見つかりません',
  detail: 'お名前は姓か名のはじめから（かなは、よみの登録がある方だけ）、電話番号は下4桁から入れてください。',
};
