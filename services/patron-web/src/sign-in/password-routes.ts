import { patronWebApi } from '@toshobin/contracts';
import { refuse } from '@toshobin/lending-rules';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { choosePassword } from './choose-password.ts';
import { newPasswordFields, readPasswordFaults } from './new-password-form.ts';
import { PasswordPage } from './password.page.tsx';

const Form = z.strictObject({
  current: z.string().max(256).default(''),
  ...newPasswordFields,
});

/** R2. A password of one's own: the first one, or another one with the present one. */
export function mountPassword(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/password', 'choosingPassword', async (call) => {
    const frame = await frameOf(deps, call);
    const first = signedIn(call.visit).scope === 'choosePassword';
    const changed = call.request.query.done === 'changed';
    const { faults, refusal } = readPasswordFaults(await sentBack(deps, call), frame);
    const page = h(PasswordPage, { frame, first, changed, faults, refusal });
    sendPage(call.response, page, statusOf(call.response, { wrong: faults, refusal }));
  });
  routes.form('/password', 'choosingPassword', async (call) => {
    const typed = parseFields(Form, call.form);
    const principal = signedIn(call.visit);
    if (typed.password !== typed.again) return sendBack(deps, call, '/password', { wrong: ['again'] });
    const first = principal.scope === 'choosePassword';
    const decision = await choosePassword(deps, call.visit, principal, typed);
    if (decision.ok) return call.response.redirect(303, first ? '/email' : '/password?done=changed');
    const { refusal } = decision;
    if (first && refusal.code === 'SIGN_IN_FAILED') return call.response.redirect(303, '/sign-in');
    const why = refusal.code === 'SIGN_IN_FAILED' ? { wrong: ['current'] } : { refusal };
    await sendBack(deps, call, '/password', why);
  });
  routes.api(patronWebApi.choosePassword, 'choosingPassword', async ({ body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return choosePassword(deps, visit, visit.principal, body);
  });
}
