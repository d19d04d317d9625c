import { staffWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { mountSignOut, parseFields } from '@toshobin/web';
import { z } from 'zod';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { afterSignIn, waitsForSignIn } from '../kept-forms/routes.ts';
import { drawPage } from '../pages/draw-page.ts';
import { stepOfSignIn } from '../roles.ts';
import { TERMINAL_DAYS } from '../terminals/terminals.ts';
import { choosePasswordWithCode } from './choose-password.ts';
import { faultBefore, faultOfPassword, newPasswordFields } from './password-fields.tsx';
import { SetUpPage } from './set-up.page.tsx';
import { SignInPage } from './sign-in.page.tsx';
import { signIn, signInAtOnce } from './sign-in.ts';
import { SignOutPage } from './sign-out.page.tsx';

const SignInForm = z.strictObject({ account: z.string().max(64), password: z.string().max(256) });
const SetUpForm = z.strictObject({
  account: z.string().max(64),
  code: z.string().max(32),
  ...newPasswordFields,
});

/** Signing in and out, and a first password. */
export function mountAccounts(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/sign-in', 'anyone', async (call) => {
    const chosen = call.request.query.chosen === '1';
    const waits = await waitsForSignIn(deps, call.visit);
    drawPage(deps, call, SignInPage, { account: '', chosen, waits });
  });
  routes.form('/sign-in', 'anyone', async (call) => {
    const { account, password } = parseFields(SignInForm, call.form);
    const terminal = deps.terminalCookie.read(call.request);
    const isKnown = deps.knownBrowsers.isKnown(call.request, account);
    const given = { account, password, ip: call.request.ip, terminal, isKnown };
    const decision = await signIn(deps, call.visit, given);
    if (decision.ok) {
      const { lacks } = decision.value;
      // A browser forgets cookies after a year or so; one that is used is not forgotten.
      if (decision.value.terminal && terminal)
        deps.terminalCookie.write(call.response, terminal, TERMINAL_DAYS);
      const next = lacks ? stepOfSignIn[lacks] : await afterSignIn(deps, call.visit);
      return call.response.redirect(303, next);
    }
    const { refusal } = decision;
    const waits = await waitsForSignIn(deps, call.visit);
    drawPage(deps, call, SignInPage, { account, refusal, waits });
  });
  mountSignOut(routes, {
    access: 'signOut',
    done: '/sign-in',
    ask: async (call, { account, library }) =>
      drawPage(deps, call, SignOutPage, { account, library: (await deps.libraries.names())(library) }),
  });
  routes.page('/set-up', 'anyone', (call) => {
    drawPage(deps, call, SetUpPage, { account: '', code: '', faults: {} });
  });
  routes.form('/set-up', 'anyone', async (call) => {
    const { account, code, password, again } = parseFields(SetUpForm, call.form);
    const typed = { account, code };
    const before = faultBefore({ password, again });
    if (before) return drawPage(deps, call, SetUpPage, { ...typed, faults: before });
    const given = { account, code, password, ip: call.request.ip };
    const decision = await choosePasswordWithCode(deps, given);
    if (decision.ok) return call.response.redirect(303, '/sign-in?chosen=1');
    const { refusal } = decision;
    const faults = faultOfPassword(refusal);
    drawPage(deps, call, SetUpPage, { ...typed, ...(faults ? { faults } : { faults: {}, refusal }) });
  });
  routes.api(staffWebApi.signIn, 'anyone', async ({ body, visit, request }) => {
    const { account, password, code } = body;
    const terminal = deps.terminalCookie.read(request);
    const isKnown = deps.knownBrowsers.isKnown(request, account);
    const given = { account, password, code, ip: request.ip, terminal, isKnown };
    const decision = await signInAtOnce(deps, visit, given);
    if (!decision.ok) return decision;
    const { role, library } = decision.value;
    return allow({ role, library });
  });
}
