import { type PatronId, patronApi, patronWebApi } from '@toshobin/contracts';
import { instantFromDate, type Refusal, refuse } from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type PatronRoutes, signedIn } from '../patron-routes.ts';
import { EmailPage, EmailSentPage, VerifyEmailPage } from './email.page.tsx';

const EmailForm = z.strictObject({ email: z.string().max(1000) });
const Address = z.email().max(254);
const VerifyForm = z.strictObject({ token: z.string().min(20).max(128) });

/** R2. The address we write to, and the link that verifies it. */
export function mountEmail(routes: PatronRoutes, deps: PatronWebDeps): void {
  const now = () => instantFromDate(deps.now());
  const sendTestMail = (patronId: PatronId) =>
    deps.patron.call(patronApi.sendTestMail, { params: { patronId }, body: { at: now() } });
  routes.page('/email', 'patron', (call) => drawEmail(deps, call));
  routes.form('/email/test', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const sent = await sendTestMail(patronId);
    if (sent.ok) return call.response.redirect(303, '/email?done=test');
    await drawEmail(deps, call, sent.refusal);
  });
  routes.form('/email', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const { email: typed } = parseFields(EmailForm, call.form);
    const email = Address.safeParse(typed.trim());
    if (!email.success) {
      const frame = await frameOf(deps, call);
      const page = h(EmailPage, {
        frame,
        email: null,
        status: 'none',
        fault: true,
        typed: typed.slice(0, 254),
      });
      return sendPage(call.response, page, 422);
    }
    const sent = await deps.patron.call(patronApi.registerEmail, {
      params: { patronId },
      body: { email: email.data, at: now() },
    });
    if (!sent.ok) pageFault(422);
    call.response.redirect(303, '/email/sent');
  });
  routes.page('/email/sent', 'patron', async (call) => {
    sendPage(call.response, h(EmailSentPage, { frame: await frameOf(deps, call) }));
  });
  routes.page('/email/verify', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const token = VerifyForm.shape.token.safeParse(call.request.query.token);
    if (token.success) return sendPage(call.response, h(VerifyEmailPage, { frame, token: token.data }));
    const refusal = { code: 'LINK_EXPIRED' } as const;
    sendPage(call.response, h(VerifyEmailPage, { frame, token: '', refusal }), 422);
  });
  routes.form('/email/verify', 'public', async (call) => {
    const { token } = parseFields(VerifyForm, call.form);
    const verified = await deps.patron.call(patronApi.verifyEmail, { body: { token, at: now() } });
    const frame = await frameOf(deps, call);
    if (verified.ok) return sendPage(call.response, h(VerifyEmailPage, { frame, token: '', done: true }));
    sendPage(call.response, h(VerifyEmailPage, { frame, token: '', refusal: verified.refusal }), 422);
  });
  routes.api(patronWebApi.registerEmail, 'patron', async ({ body, visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    const { patronId } = visit.principal;
    return deps.patron.call(patronApi.registerEmail, { params: { patronId }, body: { ...body, at: now() } });
  });
  routes.api(patronWebApi.testMail, 'patron', async ({ visit }) => {
    if (!visit.principal) return refuse('CARD_REQUIRED');
    return sendTestMail(visit.principal.patronId);
  });
}

async function drawEmail(deps: PatronWebDeps, call: PageCall<SignedIn>, refusal?: Refusal): Promise<void> {
  const { patronId } = signedIn(call.visit);
  const patron = await deps.patron.call(patronApi.readPatron, { params: { patronId } });
  if (!patron.ok) pageFault(404);
  const { email, emailStatus: status } = patron.value;
  const frame = await frameOf(deps, call);
  const tested = call.request.query.done === 'test';
  const page = h(EmailPage, { frame, email, status, fault: false, typed: '', tested, refusal });
  sendPage(call.response, page, refusal ? refusalStatus(refusal.code) : 200);
}
