import { staffWebApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { SignInPage } from './sign-in.page.tsx';
import { signIn } from './sign-in.ts';

const SignInForm = z.strictObject({ account: z.string().max(64), password: z.string().max(256) });

export function mountAccounts(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/sign-in', 'anyone', (call) => {
    sendPage(call.response, h(SignInPage, { frame: frameOf(deps, call), account: '' }));
  });
  routes.form('/sign-in', 'anyone', async (call) => {
    const { account, password } = parseFields(SignInForm, call.form);
    const decision = await signIn(deps, call.visit, { account, password, ip: call.request.ip });
    if (decision.ok) return call.response.redirect(303, '/');
    const { refusal } = decision;
    const page = h(SignInPage, { frame: frameOf(deps, call), account, refusal });
    sendPage(call.response, page, refusal.code === 'SIGN_IN_LATER' ? 429 : 401);
  });
  routes.form('/sign-out', 'signOut', async ({ visit, response }) => {
    await visit.signOut();
    response.redirect(303, '/sign-in');
  });
  routes.api(staffWebApi.signIn, 'anyone', async ({ body, visit, request }) => {
    const decision = await signIn(deps, visit, { ...body, ip: request.ip });
    if (!decision.ok) return decision;
    const { role, library } = decision.value;
    return allow({ role, library });
  });
}
