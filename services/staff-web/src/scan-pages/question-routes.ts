import { instantFromDate, refuse } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { forLibraryField, WhereFromSchema } from '../pages/fields.ts';
import { answerOn, pageWith } from '../pages/keep-answer.ts';
import { ASKS } from '../pages/session-list.tsx';
import { byOf, subjectOfCopy } from '../scans/scan-copy.ts';
import { type Ask, AskSchema } from '../sessions/desk-scans.ts';

/** Typed into the field in place of a button: 1 and 2 for the cover, 3 and 4 for what belongs to the copy. */
const TYPED: Readonly<Record<string, { ask: Ask; has: boolean }>> = {
  '1': { ask: 'cover', has: true },
  '2': { ask: 'cover', has: false },
  '3': { ask: 'supplement', has: true },
  '4': { ask: 'supplement', has: false },
};
/** The number that means 「ある」 for a question. */
export const numberOf: Readonly<Record<Ask, number>> = { cover: 1, supplement: 3 };

const AnswerForm = z.strictObject({
  ...forLibraryField,
  from: WhereFromSchema.optional(),
  about: z.uuid(),
  ask: AskSchema,
  has: z.enum(['yes', 'no']),
  page: z.enum(['/returns', '/hand-in']),
});

interface Answered {
  page: string;
  factId: string;
  ask: Ask;
  has: boolean;
}

/** What a typed digit answers about a scan; undefined for anything else that was typed. */
export function typedAnswer(code: string): { ask: Ask; has: boolean } | undefined {
  return TYPED[code];
}

/**
 * R13 and the count of parts: what was asked about a copy is answered, now or later, and what is missing is written
 * down. Nothing waits for it. False when it is not open any more.
 */
export async function answerQuestion(
  deps: StaffWebDeps,
  call: StaffCall,
  staff: Staff,
  { page, factId, ask, has }: Answered,
): Promise<boolean> {
  const sessionId = await call.visit.openSession();
  const row = await deps.scans.find(sessionId, factId);
  const open = row !== undefined && (await deps.scans.answer(sessionId, factId, ask));
  if (!open) return false;
  const action = has ? (`${ask}There` as const) : (`${ask}Missing` as const);
  await written(deps, staff, { action, subject: subjectOfCopy(row.code) }, { ok: true, value: undefined });
  await tellDesk(deps, staff, row.code, { part: ask, there: has, factId });
  const answer = await deps.desk.answer(sessionId, page);
  if (!has && answer?.factId === factId) {
    const notes = [...answer.notes, `${ASKS[ask]}：「ない」と記録しました`];
    await deps.desk.keepAnswer(sessionId, { ...answer, notes });
  }
  return true;
}

/** What is missing is a task for the prefectural desk. The catalog away: it stands in the record of what was done alone. */
async function tellDesk(
  deps: Pick<StaffWebDeps, 'catalog' | 'now' | 'log'>,
  staff: Staff,
  barcode: string,
  told: { part: Ask; there: boolean; factId: string },
): Promise<void> {
  const body = { ...told, at: instantFromDate(deps.now()), by: byOf(staff) };
  try {
    await deps.catalog.reportPart({ params: { barcode }, body });
  } catch (fault) {
    if (!(fault instanceof ServiceFault)) throw fault;
    deps.log.warn({ err: fault }, 'the desk was not told of a missing part');
  }
}

export function mountQuestions(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.form('/scans/answers', 'undo', async (call) => {
    const { library, from, about, page, ask, has } = parseFields(AnswerForm, call.form);
    const acting = await actingFor(deps, staffOf(call), library);
    const staff = acting.ok ? acting.value : staffOf(call);
    const query = { library, from };
    const given = { page, factId: about, ask, has: has === 'yes' };
    if (await answerQuestion(deps, call, staff, given))
      return call.response.redirect(303, pageWith(page, query));
    await answerOn(deps, call, page, { decision: refuse('STATE_CHANGED'), query });
  });
}
