import { type PatronId, patronWebApi } from '@toshobin/contracts';
import { instantFromDate, type Refusal } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { parseFields, sendPage } from '@toshobin/web';
import type { Response } from 'express';
import { h } from 'preact';
import { z } from 'zod';
import { mayReserveNow } from '../basket/judge-basket.ts';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnPatron } from '../own-patron.ts';
import { emailFault } from '../pages/email-fault.ts';
import { faultsOf } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import { type PatronCall, type PatronRoutes, signedIn } from '../patron-routes.ts';
import { type SentBack, sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { wrongPassword } from './check-password.ts';
import { EmailPage, EmailSentPage, VerifyEmailPage } from './email.page.tsx';
import { standsOfLink } from './link-stands.ts';
import { isRegistered, registerEmail } from './register-email.ts';
import { TestMailPage } from './test-mail.page.tsx';

const EmailForm = z.strictObject({
  wishId: z.uuid(),
  email: z.string().max(1000),
  password: z.string().max(256).default(''),
});
/** A mail once more, or a test. */
const MailForm = z.strictObject({ wishId: z.uuid() });
const Address = z.email().max(254);
const VerifyForm = z.strictObject({ token: z.string().min(20).max(128) });

/** R2. The address we write to, and the link that verifies it. */
export function mountEmail(routes: PatronRoutes, deps: PatronWebDeps): void {
  const now = () => instantFromDate(deps.now());
  routes.page('/email', 'patron', (call) => drawEmail(deps, call));
  routes.form('/email', 'patron', async (call) => {
    const { patronId } = signedIn(call.visit);
    const { wishId, email: typed, password } = parseFields(EmailForm, call.form);
    const email = Address.safeParse(typed.normalize('NFKC').trim());
    const back = (why: Partial<SentBack>) =>
      sendBack(deps, call, '/email', { typed: { email: typed }, ...why });
    if (!email.success) return back({ wrong: ['email'] });
    const sent = await registerEmail(deps, { patronId, wishId, email: email.data, password });
    if (sent.ok) return call.response.redirect(303, '/email/sent');
    const { refusal } = sent;
    await back(refusal.code === 'SIGN_IN_FAILED' ? { wrong: ['password'] } : { refusal });
  });
  routes.form('/email/resend', 'patron', async (call) => {
    const { wishId } = parseFields(MailForm, call.form);
    const { patronId, email, emailStatus } = await readOwnPatron(deps, call.visit);
    // Only an address that was already sent a link and is not verified yet: nothing is changed by it.
    if (email === null || emailStatus !== 'unverified') return call.response.redirect(303, '/email');
    const sent = await registerEmail(deps, { patronId, wishId, email });
    if (sent.ok) return call.response.redirect(303, '/email/sent');
    await sendBack(deps, call, '/email', { refusal: sent.refusal });
  });
  routes.page('/email/sent', 'patron', async (call) => {
    const { email, emailStatus: status, emailWaiting: waiting } = await readOwnPatron(deps, call.visit);
    // The mail was opened meanwhile, or its time is over: where the address stands says what is to be done.
    if (waiting === null && isRegistered(status)) return call.response.redirect(303, '/email');
    const frame = await frameOf(deps, call);
    const { mailFrom: sender } = deps.setting;
    sendPage(call.response, h(EmailSentPage, { frame, email, status, waiting, sender, newId: deps.newId }));
  });
  routes.page('/email/verify', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const token = VerifyForm.shape.token.safeParse(call.request.query.token);
    const stands = token.success ? await standsOfLink(deps, { of: 'emailLink', token: token.data }) : 'over';
    if (stands === 'done') {
      const mayReserve = await mayReserveNow(deps, call.visit);
      return sendPage(call.response, h(VerifyEmailPage, { frame, token: '', done: 'before', mayReserve }));
    }
    if (token.success && stands === 'works') {
      return sendPage(call.response, h(VerifyEmailPage, { frame, token: token.data }));
    }
    const refusal = (await sentBack(deps, call)).refusal ?? ({ code: 'LINK_EXPIRED' } as const);
    sendPage(call.response, h(VerifyEmailPage, { frame, token: '', refusal }), 422);
  });
  routes.form('/email/verify', 'public', async (call) => {
    const { token } = parseFields(VerifyForm, call.form);
    const verified = await deps.patron.verifyEmail({ body: { token, at: now() } });
    if (verified.ok) return call.response.redirect(303, '/email/verified');
    await sendBack(deps, call, '/email/verify', { refusal: verified.refusal });
  });
  routes.page('/email/verified', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const mayReserve = await mayReserveNow(deps, call.visit);
    sendPage(call.response, h(VerifyEmailPage, { frame, token: '', done: 'now', mayReserve }));
  });
  routes.api(patronWebApi.registerEmail, 'patron', ({ body, visit }) =>
    registerEmail(deps, { ...body, wishId: deps.newId(), patronId: signedIn(visit).patronId }),
  );
  mountTestMail(routes, deps);
}

/** R2. A mail to see whether mails arrive. */
function mountTestMail(routes: PatronRoutes, deps: PatronWebDeps): void {
  const sendTestMail = (patronId: PatronId, wishId: string) =>
    deps.patron.sendTestMail({
      params: { patronId },
      body: { wishId, at: instantFromDate(deps.now()) },
    });
  routes.page('/email/test', 'patron', async (call) => {
    const { email, preferences } = await readOwnPatron(deps, call.visit);
    const { refusal } = await sentBack(deps, call);
    const sent = call.request.query.done === 'sent';
    const { mailLanguage } = preferences;
    const { newId } = deps;
    const sender = deps.setting.mailFrom;
    const frame = await frameOf(deps, call);
    const page = h(TestMailPage, { frame, email, sent, mailLanguage, refusal, sender, newId });
    sendPage(call.response, page, refusal ? statusOfMail(call.response, refusal) : 200);
  });
  routes.form('/email/test', 'patron', async (call) => {
    const sent = await sendTestMail(signedIn(call.visit).patronId, parseFields(MailForm, call.form).wishId);
    if (sent.ok) return call.response.redirect(303, '/email/test?done=sent');
    await sendBack(deps, call, '/email/test', { refusal: sent.refusal });
  });
  routes.api(patronWebApi.testMail, 'patron', ({ visit }) =>
    sendTestMail(signedIn(visit).patronId, deps.newId()),
  );
}

/** Three test mails a day are sent, five links an hour: nobody is busy, it was asked for too often. */
function statusOfMail(response: Response, refusal: Refusal): number {
  return refusal.code === 'TRY_AGAIN' ? 429 : statusOfRefusal(response, refusal);
}

async function drawEmail(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const { email, emailStatus: status, emailWaiting: waiting } = await readOwnPatron(deps, call.visit);
  const frame = await frameOf(deps, call);
  const sent = await sentBack(deps, call);
  const {
    refusal,
    typed: { email: typed = '' },
  } = sent;
  const texts = { email: emailFault(frame.say, typed), password: wrongPassword(frame.say) };
  const page = h(EmailPage, {
    frame,
    email,
    status,
    waiting,
    registered: isRegistered(status),
    typed: typed.slice(0, 254),
    faults: faultsOf(sent.wrong, texts),
    refusal,
    sender: deps.setting.mailFrom,
    newId: deps.newId,
  });
  sendPage(
    call.response,
    page,
    refusal ? statusOfMail(call.response, refusal) : statusOf(call.response, sent),
  );
}
