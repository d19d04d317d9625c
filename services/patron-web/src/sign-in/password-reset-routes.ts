import { patronWebApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Decision,
  dayOf,
  instantFromDate,
  refuse,
} from '@toshobin/lending-rules';
import { addressGroup, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { faultsOf } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import { birthDateFault, readBirthDate } from '../pages/read-birth-date.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { sendBack, sentBack, statusOf } from '../typed-forms/sent-back.ts';
import { standsOfLink } from './link-stands.ts';
import { newPasswordFields, readPasswordFaults } from './new-password-form.ts';
import { ForgottenPage, ForgottenSentPage, ResetDonePage, ResetPage } from './password-reset.page.tsx';
import { foldCardNumber } from './sign-in.ts';

const ForgottenForm = z.strictObject({
  wishId: z.uuid(),
  cardNumber: z.string().max(64),
  birthDate: z.string().max(64),
});
const Token = z.string().min(20).max(128);
const ResetForm = z.strictObject({ token: Token, ...newPasswordFields });

/** R2. A new password by a link in a mail: asked for with card and birth date, used once. */
export function mountPasswordReset(routes: PatronRoutes, deps: PatronWebDeps): void {
  const now = () => instantFromDate(deps.now());
  const request = async (
    wish: { wishId: string; cardNumber: string; birthDate: CalendarDate },
    ip: string | undefined,
  ): Promise<Decision<{ asked: true }>> => {
    // Nobody has signed in: rate-limited by group of addresses.
    if (!(await deps.requests.admit(`reset ${addressGroup(ip)}`))) return refuse('TRY_AGAIN');
    return deps.patron.requestPasswordReset({ body: { ...wish, at: now() } });
  };
  /** Whoever knew the old password is out: every session of theirs ends. */
  const use = async (given: { token: string; password: string }): Promise<Decision<{ chosen: true }>> => {
    if (given.password === '') return refuse('PASSWORD_TOO_SHORT', { min: 10 });
    const chosen = await deps.patron.resetPassword({ body: { ...given, at: now() } });
    if (!chosen.ok) return chosen;
    await deps.endSessions(chosen.value.patronId);
    return allow({ chosen: true });
  };
  routes.page('/password/forgotten', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const { say } = frame;
    const sent = await sentBack(deps, call);
    const { cardNumber = '', birthDate = '' } = sent.typed;
    const faults = faultsOf(sent.wrong, {
      cardNumber: say('貸出カード番号を入れてください。', 'Enter your card number.'),
      birthDate: birthDateFault(say, birthDate),
    });
    const wishId = deps.newId();
    const given = { frame, cardNumber, birthDate, faults, refusal: sent.refusal, wishId };
    sendPage(call.response, h(ForgottenPage, given), statusOf(call.response, sent));
  });
  routes.form('/password/forgotten', 'public', async (call) => {
    const { wishId, ...typed } = parseFields(ForgottenForm, call.form);
    const cardNumber = foldCardNumber(typed.cardNumber);
    const birthDate = readBirthDate(typed.birthDate, dayOf(now()));
    if (cardNumber === '' || !birthDate) {
      const wrong = [...(cardNumber === '' ? ['cardNumber'] : []), ...(birthDate ? [] : ['birthDate'])];
      return sendBack(deps, call, '/password/forgotten', { typed, wrong });
    }
    const asked = await request({ wishId, cardNumber, birthDate }, call.request.ip);
    if (asked.ok) return call.response.redirect(303, '/password/forgotten/sent');
    await sendBack(deps, call, '/password/forgotten', { typed, refusal: asked.refusal });
  });
  routes.page('/password/forgotten/sent', 'public', async (call) => {
    const props = { frame: await frameOf(deps, call), sender: deps.setting.mailFrom };
    sendPage(call.response, h(ForgottenSentPage, props));
  });
  routes.page('/password/reset', 'public', async (call) => {
    const token = Token.safeParse(call.request.query.token);
    const frame = await frameOf(deps, call);
    const sent = await sentBack(deps, call);
    const works =
      token.success && (await standsOfLink(deps, { of: 'passwordReset', token: token.data })) === 'works';
    const expired = works ? {} : { refusal: { code: 'LINK_EXPIRED' as const } };
    const read = readPasswordFaults({ ...sent, ...expired }, frame);
    const page = h(ResetPage, { ...read, frame, token: token.data ?? '' });
    sendPage(call.response, page, read.refusal || read.faults.length > 0 ? 422 : 200);
  });
  routes.form('/password/reset', 'public', async (call) => {
    const { token, ...typed } = parseFields(ResetForm, call.form);
    const page = `/password/reset?token=${encodeURIComponent(token)}`;
    if (typed.password !== typed.again) return sendBack(deps, call, page, { wrong: ['again'] });
    const chosen = await use({ token, password: typed.password });
    if (chosen.ok) return call.response.redirect(303, '/password/reset/done');
    await sendBack(deps, call, page, { refusal: chosen.refusal });
  });
  routes.page('/password/reset/done', 'public', async (call) => {
    sendPage(call.response, h(ResetDonePage, { frame: await frameOf(deps, call) }));
  });
  routes.api(patronWebApi.requestPasswordReset, 'public', ({ body, request: { ip } }) =>
    request(
      { ...body, wishId: deps.newId(), cardNumber: foldCardNumber(body.cardNumber) || body.cardNumber },
      ip,
    ),
  );
  routes.api(patronWebApi.resetPassword, 'public', ({ body }) => use(body));
}
