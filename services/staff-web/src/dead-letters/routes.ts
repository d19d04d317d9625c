import { KafkaAway, LetterPositionSchema } from '@toshobin/events';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
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

/** What no service could understand or carry out, for operators: by ids alone, put back or dismissed with a reason. */
export function mountDeadLetters(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'deadLetters', async (call) => {
    const letters = await lettersOrAway(deps);
    const answer = await deps.desk.answer(await call.visit.openSession(), PAGE);
    sendPage(call.response, h(DeadLettersPage, { frame: frameOf(deps, call), letters, answer }));
  });
  routes.form(PAGE, 'deadLetters', async (call) => {
    const { which, position, reason } = parseFields(LettersForm, call.form);
    const chosen = which === 'all' ? ('all' as const) : position;
    if (chosen !== 'all' && chosen.length === 0) return call.response.redirect(303, PAGE);
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
      // The page says that Kafka is away, and what was not put back yet.
      if (!(fault instanceof KafkaAway)) throw fault;
      call.response.redirect(303, PAGE);
    }
  });
}
