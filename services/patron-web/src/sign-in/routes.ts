import { patronWebApi } from '@toshobin/contracts';
import { allow, instantFromDate, refuse } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { mountSignOut, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { localPath } from '../pages/local-path.ts';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { sendBack, sentBack } from '../typed-forms/sent-back.ts';
import { SignInPage } from './sign-in.page.tsx';
import { signIn } from './sign-in.ts';
import { SignOutPage } from './sign-out.page.tsx';

const SignInForm = z.strictObject({
  cardNumber: z.string().max(64),
  password: z.string().max(256),
  next: localPath.catch('/my-library'),
});

/** The first page, which says that nobody is signed in any more. */
const SIGNED_OUT = '/?done=signedOut';

export function mountSignIn(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/sign-in', 'public', (call) => {
    const next = localPath.catch('/my-library').parse(call.request.query.next);
    return drawSignIn(deps, call, next);
  });
  routes.form('/sign-in', 'public', async (call) => {
    const { cardNumber, password, next } = parseFields(SignInForm, call.form);
    const decision =
      password === '' ? refuse('SIGN_IN_FAILED') : await signIn(deps, call, { cardNumber, password });
    if (decision.ok) {
      const first = decision.value.scope === 'choosePassword';
      return call.response.redirect(303, first ? '/password' : next);
    }
    const { refusal } = decision;
    const page = `/sign-in?next=${encodeURIComponent(next)}`;
    await sendBack(deps, call, page, { typed: { cardNumber }, refusal });
  });
  mountSignOut(routes, {
    access: 'public',
    done: SIGNED_OUT,
    ask: async (call, { cardLast4 }) =>
      sendPage(call.response, h(SignOutPage, { frame: await frameOf(deps, call), cardLast4 })),
  });

  routes.api(patronWebApi.signIn, 'public', ({ body, ...call }) => signIn(deps, call, body));
  routes.api(patronWebApi.signOut, 'public', async ({ visit }) => {
    await visit.signOut();
    return allow({ signedOut: true as const });
  });
  routes.api(patronWebApi.me, 'patron', ({ visit }) =>
    deps.patron.readPatron({ params: { patronId: signedIn(visit).patronId } }),
  );
  routes.api(patronWebApi.verifyEmail, 'public', ({ body }) =>
    deps.patron.verifyEmail({ body: { ...body, at: instantFromDate(deps.now()) } }),
  );
}

async function drawSignIn(deps: PatronWebDeps, call: PatronCall, next: string): Promise<void> {
  const remembered = await deps.devices.cardsOf(call.request);
  const { typed, refusal } = await sentBack(deps, call);
  const { cardNumber = '' } = typed;
  const page = h(SignInPage, { next, cardNumber, refusal, frame: await frameOf(deps, call), remembered });
  sendPage(call.response, page, refusal ? statusOfRefusal(call.response, refusal) : 200);
}
