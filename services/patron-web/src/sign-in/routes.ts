import { patronApi, patronWebApi } from '@toshobin/contracts';
import { allow, instantFromDate, refuse } from '@toshobin/lending-rules';
import { parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { localPath } from '../pages/local-path.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { PasswordPage, SignInPage } from './sign-in.page.tsx';
import { choosePassword, signIn } from './sign-in.ts';

const SignInForm = z.strictObject({
  cardNumber: z.string().max(64),
  password: z.string().max(256),
  next: localPath.catch('/my-library'),
});
const PasswordForm = z.strictObject({ password: z.string().max(256) });

export function mountSignIn(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/sign-in', 'public', async (call) => {
    const next = localPath.catch('/my-library').parse(call.request.query.next);
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(SignInPage, { frame, next, cardNumber: '' }));
  });
  routes.form('/sign-in', 'public', async (call) => {
    const { cardNumber, password, next } = parseFields(SignInForm, call.form);
    const given = { cardNumber, password, ip: call.request.ip };
    const decision = password === '' ? refuse('SIGN_IN_FAILED') : await signIn(deps, call.visit, given);
    if (decision.ok) {
      const first = decision.value.scope === 'choosePassword';
      return call.response.redirect(303, first ? '/password' : next);
    }
    const frame = await frameOf(deps, call);
    const { refusal } = decision;
    const status = refusal.code === 'SIGN_IN_LATER' ? 429 : 401;
    sendPage(call.response, h(SignInPage, { frame, next, cardNumber, refusal }), status);
  });
  routes.form('/sign-out', 'always', async ({ visit, response }) => {
    await visit.signOut();
    response.redirect(303, '/');
  });
  routes.page('/password', 'choosingPassword', async (call) => {
    const first = call.visit.principal?.scope === 'choosePassword';
    sendPage(call.response, h(PasswordPage, { frame: await frameOf(deps, call), first }));
  });
  routes.form('/password', 'choosingPassword', async (call) => {
    const { password } = parseFields(PasswordForm, call.form);
    const { principal } = call.visit;
    if (!principal) throw new Error('the guard let nobody in');
    const first = principal.scope === 'choosePassword';
    const decision =
      password === ''
        ? refuse('PASSWORD_TOO_SHORT', { min: 10 })
        : await choosePassword(deps, call.visit, principal, password);
    if (decision.ok) return call.response.redirect(303, first ? '/email' : '/my-library');
    const frame = await frameOf(deps, call);
    sendPage(call.response, h(PasswordPage, { frame, first, refusal: decision.refusal }), 422);
  });

  routes.api(patronWebApi.signIn, 'public', ({ body, visit, request }) =>
    signIn(deps, visit, { ...body, ip: request.ip }),
  );
  routes.api(patronWebApi.signOut, 'always', async ({ visit }) => {
    await visit.signOut();
    return allow({ signedOut: true as const });
  });
  routes.api(patronWebApi.choosePassword, 'choosingPassword', async ({ body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return choosePassword(deps, visit, visit.principal, body.password);
  });
  routes.api(patronWebApi.me, 'patron', async ({ visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return deps.patron.call(patronApi.readPatron, { params: { patronId: visit.principal.patronId } });
  });
  routes.api(patronWebApi.verifyEmail, 'public', ({ body }) =>
    deps.patron.call(patronApi.verifyEmail, { body: { ...body, at: instantFromDate(deps.now()) } }),
  );
}
