import { type ReservationId, ReservationIdSchema, shippingApi, staffWebApi } from '@toshobin/contracts';
import { type Decision, type Instant, InstantSchema, instantFromDate, refuse } from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { ShelfChecksPage } from './shelf-checks.page.tsx';

const HereOrGone = z.enum(['here', 'gone']);
const AnswerForm = z.strictObject({
  factId: z.uuid(),
  occurredAt: InstantSchema.optional(),
  answer: HereOrGone,
});

/** Answers for a copy this library was asked about; NOT_FOUND for another library's. */
async function answerShelfCheck(
  deps: StaffWebDeps,
  staff: Staff,
  reservationId: ReservationId,
  step: { factId: string; occurredAt: Instant; answer: z.output<typeof HereOrGone> },
): Promise<Decision<{ answer: z.output<typeof HereOrGone> }>> {
  const body = { ...step, by: byOf(staff) };
  const answer = await deps.shipping.call(shippingApi.answerShelfCheck, { params: { reservationId }, body });
  const outcome = answer.ok ? step.answer : answer.refusal.code;
  const subject = `reservation ${reservationId}`;
  await deps.audit.write(staff, { action: 'answerShelfCheck', subject, outcome });
  return answer;
}

async function asked(deps: StaffWebDeps, staff: Staff) {
  return deps.shipping.call(shippingApi.shelfChecks, { query: { library: staff.library } });
}

export function mountShelfChecks(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/shelf-checks', 'shelfChecks', async (call) => {
    const checks = await asked(deps, staffOf(call));
    if (!checks.ok) pageFault(404);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/shelf-checks');
    const frame = frameOf(deps, call);
    const { newId } = deps;
    sendPage(call.response, h(ShelfChecksPage, { frame, checks: checks.value.checks, answer, newId }));
  });
  routes.form('/shelf-checks/:reservationId', 'shelfChecks', async (call) => {
    const reservationId = ReservationIdSchema.safeParse(call.request.params.reservationId);
    if (!reservationId.success) pageFault(404);
    const fields = parseFields(AnswerForm, call.form);
    const { factId, answer, occurredAt = instantFromDate(deps.now()) } = fields;
    const decision = await ownCheck(deps, staffOf(call), reservationId.data, { factId, occurredAt, answer });
    const said = () => ({
      tone: answer === 'here' ? ('back' as const) : ('ok' as const),
      text: answer === 'here' ? '返送箱へ' : '記録しました',
      detail: '',
      notes: [],
    });
    await answerOn(deps, call, '/shelf-checks', { decision, said, code: '' });
  });
  routes.api(staffWebApi.shelfChecks, 'shelfChecks', ({ visit }) => asked(deps, staffOf({ visit })));
  routes.api(staffWebApi.answerShelfCheck, 'shelfChecks', ({ params, body, visit }) =>
    ownCheck(deps, staffOf({ visit }), params.reservationId, body),
  );
}

/** Shipping is asked only for what this library was asked about, so that no branch answers for another. */
async function ownCheck(
  deps: StaffWebDeps,
  staff: Staff,
  reservationId: ReservationId,
  step: Parameters<typeof answerShelfCheck>[3],
): Promise<ReturnType<typeof answerShelfCheck> extends Promise<infer T> ? T : never> {
  const own = await asked(deps, staff);
  if (!own.ok) return own;
  const known = own.value.checks.some((check) => check.reservationId === reservationId);
  return known ? answerShelfCheck(deps, staff, reservationId, step) : refuse('NOT_FOUND');
}
