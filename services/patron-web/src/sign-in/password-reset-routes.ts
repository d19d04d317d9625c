import { patronApi, patronWebApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Decision,
  dayOf,
  instantFromDate,
  type Refusal,
  refuse,
} from '@toshobin/lending-rules';
import { refusalStatus } from '@toshobin/service';
import { addressGroup, type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { Fault } from '../pages/field.tsx';
import { frameOf } from '../pages/frame.tsx';
import { readBirthDate } from '../pages/read-birth-date.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { faultBefore, faultOfPassword, newPasswordFields } from './new-password-form.ts';
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
    return deps.patron.call(patronApi.requestPasswordReset, { body: { ...wish, at: now() } });
  };
  /** Whoever knew the old password is out: every session of theirs ends. */
  const use = async (given: { token: string; password: string }): Promise<Decision<{ chosen: true }>> => {
    if (given.password === '') return refuse('PASSWORD_TOO_SHORT', { min: 10 });
    const chosen = await deps.patron.call(patronApi.resetPassword, { body: { ...given, at: now() } });
    if (!chosen.ok) return chosen;
    await deps.endSessions(chosen.value.patronId);
    return allow({ chosen: true });
  };
  routes.page('/password/forgotten', 'public', (call) =>
    drawForgotten(deps, call, { cardNumber: '', birthDate: '' }),
  );
  routes.form('/password/forgotten', 'public', async (call) => {
    const { wishId, ...typed } = parseFields(ForgottenForm, call.form);
    const cardNumber = foldCardNumber(typed.cardNumber);
    const birthDate = readBirthDate(typed.birthDate, dayOf(now()));
    const { say } = await frameOf(deps, call);
    const faults: Fault[] = [];
    if (cardNumber === '') {
      const text = say('貸出カード番号を入れてください。', 'Enter your card number.');
      faults.push({ name: 'cardNumber', text });
    }
    if (!birthDate) {
      const text = say(
        '生年月日を、西暦8桁の数字で入れてください。',
        'Enter your date of birth as eight digits.',
      );
      faults.push({ name: 'birthDate', text });
    }
    if (!birthDate || faults.length > 0) return drawForgotten(deps, call, typed, { faults });
    const asked = await request({ wishId, cardNumber, birthDate }, call.request.ip);
    if (asked.ok) return call.response.redirect(303, '/password/forgotten/sent');
    await drawForgotten(deps, call, typed, { refusal: asked.refusal });
  });
  routes.page('/password/forgotten/sent', 'public', async (call) => {
    const props = { frame: await frameOf(deps, call), sender: deps.setting.mailFrom };
    sendPage(call.response, h(ForgottenSentPage, props));
  });
  routes.page('/password/reset', 'public', async (call) => {
    const token = Token.safeParse(call.request.query.token);
    const refusal = token.success ? undefined : ({ code: 'LINK_EXPIRED' } as const);
    await drawReset(deps, call, token.data ?? '', { refusal });
  });
  routes.form('/password/reset', 'public', async (call) => {
    const { token, ...typed } = parseFields(ResetForm, call.form);
    const { say, front } = await frameOf(deps, call);
    const fault = faultBefore(typed, say);
    if (fault) return drawReset(deps, call, token, fault);
    const chosen = await use({ token, password: typed.password });
    if (chosen.ok) return call.response.redirect(303, '/password/reset/done');
    const ofPassword = faultOfPassword(chosen.refusal, front);
    await drawReset(deps, call, token, ofPassword ? { faults: [ofPassword] } : { refusal: chosen.refusal });
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

async function drawForgotten(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  typed: { cardNumber: string; birthDate: string },
  { faults = [], refusal }: { faults?: Fault[]; refusal?: Refusal } = {},
): Promise<void> {
  const wishId = deps.newId();
  const page = h(ForgottenPage, { frame: await frameOf(deps, call), ...typed, faults, refusal, wishId });
  sendPage(call.response, page, refusal ? refusalStatus(refusal.code) : faults.length > 0 ? 422 : 200);
}

async function drawReset(
  deps: PatronWebDeps,
  call: PageCall<SignedIn>,
  token: string,
  given: { faults?: Fault[]; refusal?: Refusal | undefined },
): Promise<void> {
  const { faults = [], refusal } = given;
  const page = h(ResetPage, { ...given, frame: await frameOf(deps, call), token, faults });
  sendPage(call.response, page, refusal || faults.length > 0 ? 422 : 200);
}
