import { LibraryCodeSchema, UuidSchema } from '@toshobin/contracts';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { EnrolTerminalPage } from './enrol-terminal.page.tsx';
import { enrolTerminal, makeEnrolmentNumber, revokeTerminal } from './keep-terminals.ts';
import { EnrolmentNumberPage, TerminalsPage } from './terminals.page.tsx';
import { TERMINAL_DAYS } from './terminals.ts';

const EnrolForm = z.strictObject({ number: z.string().max(32) });
const NumberForm = z.strictObject({
  factId: z.uuid(),
  library: LibraryCodeSchema,
  name: z.string().trim().min(1).max(40),
});
const RevokeForm = z.strictObject({ reason: reasonField });

const done =
  (text: string, detail = '') =>
  () => ({ tone: 'ok' as const, text, detail, notes: [] });

/** Terminals of pickup libraries: enrolled by whoever sits at one, kept by administrators. */
export function mountTerminals(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/enrol-terminal', 'anyone', async (call) => {
    const terminal = await deps.terminals.of(deps.terminalCookie.read(call.request));
    const nameOf = await deps.libraries.names();
    const is = terminal ? { library: nameOf(terminal.library), name: terminal.name } : undefined;
    const page = { frame: frameOf(deps, call), terminal: is, number: '' };
    sendPage(call.response, h(EnrolTerminalPage, page));
  });
  routes.form('/enrol-terminal', 'anyone', async (call) => {
    const { number } = parseFields(EnrolForm, call.form);
    const before = deps.terminalCookie.read(call.request);
    const enrolled = await enrolTerminal(deps, { number, before, ip: call.request.ip });
    if (enrolled.ok) {
      deps.terminalCookie.write(call.response, enrolled.value.token, TERMINAL_DAYS);
      return call.response.redirect(303, '/enrol-terminal');
    }
    const { refusal } = enrolled;
    const page = { frame: frameOf(deps, call), terminal: undefined, number, refusal };
    sendPage(call.response, h(EnrolTerminalPage, page), refusal.code === 'SIGN_IN_LATER' ? 429 : 401);
  });
  routes.page('/terminals', 'terminals', async (call) => {
    const [terminals, libraries, nameOf] = await Promise.all([
      deps.terminals.list(),
      deps.libraries.all(),
      deps.libraries.names(),
    ]);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/terminals');
    const page = { frame: frameOf(deps, call), answer, terminals, libraries, nameOf, newId: deps.newId };
    sendPage(call.response, h(TerminalsPage, page));
  });
  // The number is drawn at once; nobody can ask for it later.
  routes.form('/terminals/numbers', 'terminals', async (call) => {
    const given = parseFields(NumberForm, call.form);
    const decision = await makeEnrolmentNumber(deps, staffOf(call), given);
    if (!decision.ok) return answerOn(deps, call, '/terminals', { decision, said: done(''), code: '' });
    const nameOf = await deps.libraries.names();
    const page = {
      frame: frameOf(deps, call),
      made: decision.value,
      library: nameOf(given.library),
      name: given.name,
      address: new URL('/enrol-terminal', deps.setting.publicUrl).href,
    };
    sendPage(call.response, h(EnrolmentNumberPage, page));
  });
  routes.form('/terminals/:terminalId/revoke', 'terminals', async (call) => {
    const id = UuidSchema.safeParse(call.request.params.terminalId);
    if (!id.success) pageFault(404);
    const { reason } = parseFields(RevokeForm, call.form);
    const decision = await revokeTerminal(deps, staffOf(call), { id: id.data, reason });
    const said = done('登録を取り消しました', 'その端末では、すぐに使えなくなります');
    await answerOn(deps, call, '/terminals', { decision, said, code: '' });
  });
}
