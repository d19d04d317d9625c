import { patronWebApi } from '@toshobin/contracts';
import { type Refusal, refuse } from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { Fault } from '../pages/field.tsx';
import { type Frame, frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { choosePassword } from './choose-password.ts';
import { faultBefore, faultOfPassword, newPasswordFields } from './new-password-form.ts';
import { PasswordPage } from './password.page.tsx';

const Form = z.strictObject({
  current: z.string().max(256).default(''),
  ...newPasswordFields,
});

/** R2. A password of one's own: the first one, or another one with the present one. */
export function mountPassword(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/password', 'choosingPassword', async (call) => {
    await drawPassword(deps, call, { changed: call.request.query.done === 'changed' });
  });
  routes.form('/password', 'choosingPassword', async (call) => {
    const typed = parseFields(Form, call.form);
    const principal = signedIn(call.visit);
    const frame = await frameOf(deps, call);
    const fault = faultBefore(typed, frame.say);
    if (fault) return drawPassword(deps, call, fault);
    const first = principal.scope === 'choosePassword';
    const decision = await choosePassword(deps, call.visit, principal, typed);
    if (decision.ok) return call.response.redirect(303, first ? '/email' : '/password?done=changed');
    await drawPassword(deps, call, refused(decision.refusal, frame));
  });
  routes.api(patronWebApi.choosePassword, 'choosingPassword', async ({ body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return choosePassword(deps, visit, visit.principal, body);
  });
}

/** A refusal about one field stands at that field. */
function refused(refusal: Refusal, frame: Frame): { faults?: Fault[]; refusal?: Refusal } {
  const { say, front } = frame;
  const ofPassword = faultOfPassword(refusal, front);
  if (ofPassword) return { faults: [ofPassword] };
  if (refusal.code !== 'SIGN_IN_FAILED') return { refusal };
  const text = say(
    '今のパスワードが違うようです。もう一度ご確認ください。',
    'The present password doesn’t match. Please check.',
  );
  return { faults: [{ name: 'current', text }] };
}

async function drawPassword(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  given: { faults?: Fault[]; refusal?: Refusal; changed?: boolean },
): Promise<void> {
  const first = signedIn(call.visit).scope === 'choosePassword';
  const { faults = [], refusal } = given;
  const page = h(PasswordPage, { ...given, frame: await frameOf(deps, call), first, faults });
  const status = refusal ? refusalStatus(refusal.code) : faults.length > 0 ? 422 : 200;
  sendPage(call.response, page, status);
}
