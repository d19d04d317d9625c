import { type PatronId, patronWebApi } from '@toshobin/contracts';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import { mayReserveNow } from '../basket/judge-basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { choosePassword } from './choose-password.ts';
import { newPasswordFields, readPasswordFaults } from './new-password-form.ts';
import { PasswordChosenPage, PasswordPage } from './password.page.tsx';

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
    if (decision.ok) {
      const next = first ? await nextStep(deps, principal.patronId) : '/password?done=changed';
      return call.response.redirect(303, next);
    }
    const { refusal } = decision;
    if (first && refusal.code === 'SIGN_IN_FAILED') return call.response.redirect(303, '/my-library');
    const why = refusal.code === 'SIGN_IN_FAILED' ? { wrong: ['current'] } : { refusal };
    await sendBack(deps, call, '/password', why);
  });
  routes.page('/password/chosen', 'patron', async (call) => {
    const next = await nextStep(deps, signedIn(call.visit).patronId);
    if (next !== '/password/chosen') return call.response.redirect(303, next);
    const mayReserve = await mayReserveNow(deps, call.visit);
    sendPage(call.response, h(PasswordChosenPage, { frame: await frameOf(deps, call), mayReserve }));
  });
  routes.api(patronWebApi.choosePassword, 'choosingPassword', ({ body, visit }) =>
    choosePassword(deps, visit, signedIn(visit), body),
  );
}

/** Where the first password leads: to the address, or to what is open now where mail reaches the patron already. */
async function nextStep(deps: PatronWebDeps, patronId: PatronId): Promise<'/email' | '/password/chosen'> {
  const patron = await deps.patron.readPatron({ params: { patronId } });
  return patron.ok && patron.value.emailStatus === 'verified' ? '/password/chosen' : '/email';
}
