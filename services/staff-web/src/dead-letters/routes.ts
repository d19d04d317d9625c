import { KafkaAway, LetterPositionSchema } from '@toshobin/events';
import { allow } from '@toshobin/lending-rules';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import type { Said } from '../scans/say.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { DeadLettersPage } from './dead-letters.page.tsx';
import { lettersOrAway } from './letters-or-away.ts';
import { dismiss, putBack } from './put-back.ts';

const PAGE = '/dead-letters';
const positions = z
  .union([LetterPositionSchema.transform((position) => [position]), z.array(LetterPositionSchema).max(500)])
  .default([]);
const LettersForm = z.strictObject({
  which: z.enum(['chosen', 'all', 'dismissed']),
  position: positions,
  reason: reasonField,
});

const NOTHING_CHOSEN = {
  text: '1件も選ばれていません',
  detail: '一覧で選んでから、もう一度押してください',
};
const CUT_OFF = {
  text: 'Kafka につながらないため、終わりまでできませんでした',
  detail: 'つながってから一覧を見て、残っているものを、もう一度選んでください',
};

/** What no service could understand or carry out, for operators: by ids alone, put back or dismissed with a reason. */
export function mountDeadLetters(routes: StaffRoutes, deps: StaffWebDeps): void {
  const stopped = (call: PageCall<Staff>, words: Pick<Said, 'text' | 'detail'>) => {
    const said = () => ({ tone: 'stop' as const, ...words, notes: [] });
    return answerOn(deps, call, PAGE, { decision: allow(undefined), said, code: '' });
  };
  routes.page(PAGE, 'deadLetters', async (call) => {
    const letters = await lettersOrAway(deps);
    const answer = await deps.desk.answer(await call.visit.openSession(), PAGE);
    sendPage(call.response, h(DeadLettersPage, { frame: frameOf(deps, call), letters, answer }));
  });
  routes.form(PAGE, 'deadLetters', async (call) => {
    const { which, position, reason } = parseFields(LettersForm, call.form);
    const chosen = which === 'all' ? ('all' as const) : position;
    if (chosen !== 'all' && chosen.length === 0) return await stopped(call, NOTHING_CHOSEN);
    try {
      if (which === 'dismissed') {
        const decision = await dismiss(deps, staffOf(call), { positions: position, reason });
        const said = ({ letters }: { letters: number }) => ({
          tone: 'ok' as const,
          text: `${letters}件を済みにしました`,
          detail: 'もう戻りません。一覧には残ります',
          notes: [],
        });
        return await answerOn(deps, call, PAGE, { decision, said, code: '' });
      }
      const decision = await putBack(deps, staffOf(call), { positions: chosen, reason });
      const said = ({ events }: { events: number }) => ({
        tone: 'ok' as const,
        text: `${events}件を戻しました`,
        detail: '少したってから、予約の経過をご覧ください',
        notes: [],
      });
      await answerOn(deps, call, PAGE, { decision, said, code: '' });
    } catch (fault) {
      if (!(fault instanceof KafkaAway)) throw fault;
      await stopped(call, CUT_OFF);
    }
  });
}
