import { KafkaAway, LetterPositionSchema, type StoredLetter } from '@toshobin/events';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { DeadLettersPage } from './dead-letters.page.tsx';
import { putBack } from './put-back.ts';

const PAGE = '/dead-letters';
const positions = z
  .union([LetterPositionSchema.transform((position) => [position]), z.array(LetterPositionSchema).max(500)])
  .default([]);
const PutBackForm = z.strictObject({
  which: z.enum(['chosen', 'all']),
  position: positions,
  reason: reasonField,
});

/** What no service could understand, for operators: by ids alone, and put back onto its topic with a reason. */
export function mountDeadLetters(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'deadLetters', async (call) => {
    const letters = await lettersOrAway(deps);
    const answer = await deps.desk.answer(await call.visit.openSession(), PAGE);
    sendPage(call.response, h(DeadLettersPage, { frame: frameOf(deps, call), letters, answer }));
  });
  routes.form(PAGE, 'deadLetters', async (call) => {
    const { which, position, reason } = parseFields(PutBackForm, call.form);
    const chosen = which === 'all' ? ('all' as const) : position;
    if (chosen !== 'all' && chosen.length === 0) return call.response.redirect(303, PAGE);
    try {
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

async function lettersOrAway({
  deadLetters,
}: Pick<StaffWebDeps, 'deadLetters'>): Promise<readonly StoredLetter[] | 'away'> {
  try {
    return await deadLetters.list();
  } catch (fault) {
    if (fault instanceof KafkaAway) return 'away';
    throw fault;
  }
}
