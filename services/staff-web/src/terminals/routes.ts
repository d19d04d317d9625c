import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { answerOnce, drawPage } from '../pages/draw-page.ts';
import { EnrolTerminalPage } from './enrol-terminal.page.tsx';
import { enrolTerminal } from './enrol-terminal.ts';
import { TerminalsPage } from './terminals.page.tsx';
import { TERMINAL_DAYS } from './terminals.ts';

const EnrolForm = z.strictObject({ number: z.string().max(32) });

/** Terminals of pickup libraries: enrolled by whoever sits at one, kept by administrators. */
export function mountTerminals(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/enrol-terminal', 'anyone', async (call) => {
    const terminal = await deps.terminals.of(deps.terminalCookie.read(call.request));
    const nameOf = await deps.libraries.names();
    const is = terminal ? { library: nameOf(terminal.library), name: terminal.name } : undefined;
    const { patronWebUrl } = deps.setting;
    const sharedTerminal = patronWebUrl && new URL('/shared-terminal', patronWebUrl).href;
    drawPage(deps, call, EnrolTerminalPage, { terminal: is, number: '', sharedTerminal });
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
    drawPage(deps, call, EnrolTerminalPage, { terminal: undefined, number, refusal });
  });
  routes.page('/terminals', 'terminals', async (call) => {
    const [terminals, libraries, nameOf] = await Promise.all([
      deps.terminals.list(),
      deps.libraries.all(),
      deps.libraries.names(),
    ]);
    const answer = await answerOnce(deps, call, '/terminals');
    drawPage(deps, call, TerminalsPage, { answer, terminals, libraries, nameOf });
  });
}
