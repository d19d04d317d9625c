import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { afterSignIn, waitsForSignIn } from '../kept-forms/routes.ts';
import { drawPage } from '../pages/draw-page.ts';
import { CodePage } from './code.page.tsx';
import { drawSecondFactor, WRONG_CODE } from './draw-second-factor.ts';
import { RecoveryCodesPage } from './second-factor.page.tsx';
import { giveCode, setUpSecondFactor } from './set-up-second-factor.ts';

const CodeForm = z.strictObject({ code: z.string().max(32) });

/** The second step of a sign-in; a session that has given its password alone reaches nothing else. */
export function mountSecondFactor(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/sign-in/code', 'giveCode', async (call) => {
    const recovery = call.request.query.with === 'recovery';
    const waits = await waitsForSignIn(deps, call.visit);
    drawPage(deps, call, CodePage, { recovery, waits });
  });
  routes.form('/sign-in/code', 'giveCode', async (call) => {
    const { code } = parseFields(CodeForm, call.form);
    const decision = await giveCode(deps, call.visit, staffOf(call), code);
    // Whoever has lost what gives the codes sees how many are left, and where another one is set up.
    if (decision.ok) {
      const otherwise = decision.value === 'recovery' ? '/my-account' : '/';
      return call.response.redirect(303, await afterSignIn(deps, call.visit, otherwise));
    }
    const { refusal } = decision;
    const recovery = /[a-z]/i.test(code.normalize('NFKC'));
    const waits = await waitsForSignIn(deps, call.visit);
    drawPage(deps, call, CodePage, { recovery, waits, refusal });
  });
  routes.page('/sign-in/second-factor', 'setUpSecondFactor', (call) =>
    drawSecondFactor(deps, call, { action: '/sign-in/second-factor', replaces: false, faults: {} }),
  );
  routes.form('/sign-in/second-factor', 'setUpSecondFactor', async (call) => {
    const { code } = parseFields(CodeForm, call.form);
    const staff = staffOf(call);
    const decision = await setUpSecondFactor(deps, call.visit, staff, code);
    if (decision.ok) {
      const next = await afterSignIn(deps, call.visit);
      const page = { codes: decision.value, account: staff.account, next };
      return drawPage(deps, call, RecoveryCodesPage, page);
    }
    const wrong = decision.refusal.code === 'SECOND_FACTOR_WRONG';
    await drawSecondFactor(deps, call, {
      action: '/sign-in/second-factor',
      replaces: false,
      faults: wrong ? { code: WRONG_CODE } : {},
      ...(wrong ? {} : { refusal: decision.refusal }),
    });
  });
}
