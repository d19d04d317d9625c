import { allow, type Decision, type Refusal, refuse } from '@toshobin/lending-rules';
import { parseFields, type Visit } from '@toshobin/web';
import { z } from 'zod';
import { changeOwnPassword, ofPresent } from '../accounts/choose-password.ts';
import { worksAtTerminals } from '../accounts/how-far.ts';
import { faultBefore, faultOfPassword, newPasswordFields } from '../accounts/password-fields.tsx';
import { written } from '../audit/audit-trail.ts';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import type { Faults } from '../pages/entry.tsx';
import { drawSecondFactor, WRONG_CODE } from '../second-factor/draw-second-factor.ts';
import { RecoveryCodesPage } from '../second-factor/second-factor.page.tsx';
import { changeSecondFactor, renewRecoveryCodes } from '../second-factor/set-up-second-factor.ts';
import { OwnAccountPage } from './own-account.page.tsx';

const PasswordForm = z.strictObject({ present: z.string().max(256), ...newPasswordFields });
const ChangeForm = z.strictObject({ present: z.string().max(32).default(''), code: z.string().max(32) });
const SessionsForm = z.strictObject({
  sessionsPassword: z.string().max(256).default(''),
  ended: z.union([z.literal('all'), z.uuid()]).optional(),
});
const CodeForm = z.strictObject({ factId: z.uuid(), code: z.string().max(32) });
const CodesSchema = z.array(z.string());

const SIGN_INS_SHOWN = 5;
const WRONG_PASSWORD = '今のパスワードが違うようです。もう一度ご確認ください。';
const USED = '確認コードが違うか、使用済みです。次のコードに変わってから、もう一度お試しください。';

/** 自分の設定: one's own password and second factor; each change asks for the present one. */
export function mountOwnAccount(routes: StaffRoutes, deps: StaffWebDeps): void {
  async function draw(
    call: StaffCall,
    wrong: { faults?: Faults | undefined; refusal?: Refusal | undefined; chosen?: string } = {},
  ): Promise<void> {
    const staff = staffOf(call);
    const [nameOf, deeds, present, sessions] = await Promise.all([
      deps.libraries.names(),
      deps.audit.read(`account ${staff.account}`),
      deps.secondFactors.state(staff.account),
      deps.ownSessions.list(staff.account),
    ]);
    const isHere = ({ id }: { id: string }) => id === call.visit.sessionId;
    const page = {
      staff,
      library: nameOf(staff.library),
      signIns: deeds.filter(({ action }) => action === 'signIn').slice(0, SIGN_INS_SHOWN),
      secondFactor: worksAtTerminals(staff.role)
        ? undefined
        : { present, required: deps.setting.secondFactorRequired },
      sessions: { here: sessions.find(isHere), others: sessions.filter((one) => !isHere(one)) },
      changed: call.request.query.changed === '1',
      ended: call.request.query.ended === '1',
      chosen: wrong.chosen,
      faults: wrong.faults ?? {},
      refusal: wrong.refusal,
    };
    drawPage(deps, call, OwnAccountPage, page);
  }

  routes.page('/my-account', 'ownAccount', (call) => draw(call));
  routes.form('/my-account/password', 'ownAccount', async (call) => {
    const { present, password, again } = parseFields(PasswordForm, call.form);
    const before = faultBefore({ password, again });
    if (before) return draw(call, { faults: before });
    const changed = await changeOwnPassword(deps, call.visit, staffOf(call), { present, password });
    if (changed.ok) return call.response.redirect(303, '/my-account?changed=1');
    const { refusal } = changed;
    if (refusal.code === 'SIGN_IN_FAILED') {
      return draw(call, { faults: { present: WRONG_PASSWORD } });
    }
    const faults = faultOfPassword(refusal);
    await draw(call, faults ? { faults } : { refusal });
  });
  routes.form('/my-account/sessions', 'ownAccount', async (call) => {
    const { sessionsPassword, ended } = parseFields(SessionsForm, call.form);
    if (ended === undefined) return draw(call, { faults: { ended: 'ログアウトする端末を選んでください。' } });
    const done = await endOwnSessions(deps, call.visit, staffOf(call), { present: sessionsPassword, ended });
    if (done.ok) return call.response.redirect(303, '/my-account?ended=1');
    const { refusal } = done;
    const wrong = refusal.code === 'SIGN_IN_FAILED';
    await draw(
      call,
      wrong ? { faults: { sessionsPassword: WRONG_PASSWORD }, chosen: ended } : { refusal, chosen: ended },
    );
  });
  routes.page('/my-account/second-factor', 'ownSecondFactor', async (call) => {
    const replaces = (await deps.secondFactors.state(staffOf(call).account)) !== undefined;
    await drawSecondFactor(deps, call, { action: '/my-account/second-factor', replaces, faults: {} });
  });
  routes.form('/my-account/second-factor', 'ownSecondFactor', async (call) => {
    const staff = staffOf(call);
    const replaces = (await deps.secondFactors.state(staff.account)) !== undefined;
    const changed = await changeSecondFactor(deps, call.visit, staff, parseFields(ChangeForm, call.form));
    if (changed.ok) return drawCodes(call, changed.value);
    const { refusal, which } = changed;
    const atField = refusal.code === 'SECOND_FACTOR_WRONG';
    await drawSecondFactor(deps, call, {
      action: '/my-account/second-factor',
      replaces,
      faults: atField ? (which === 'present' ? { present: USED } : { code: WRONG_CODE }) : {},
      ...(atField ? {} : { refusal }),
    });
  });
  routes.form('/my-account/recovery-codes', 'ownSecondFactor', async (call) => {
    const { factId, code } = parseFields(CodeForm, call.form);
    const staff = staffOf(call);
    const form = { factId, account: staff.account, what: 'recovery codes' };
    const renewed = await deps.answeredForms.once(form, CodesSchema, () =>
      renewRecoveryCodes(deps, staff, code),
    );
    if (renewed.ok) return drawCodes(call, renewed.value);
    const { refusal } = renewed;
    await draw(call, refusal.code === 'SECOND_FACTOR_WRONG' ? { faults: { code: USED } } : { refusal });
  });

  function drawCodes(call: StaffCall, codes: readonly string[]): void {
    const { account } = staffOf(call);
    drawPage(deps, call, RecoveryCodesPage, { codes, account });
  }
}

/** Ends sessions of one's own account elsewhere: asks for the present password. Refuses SIGN_IN_FAILED, SIGN_IN_LATER. */
async function endOwnSessions(
  deps: Pick<StaffWebDeps, 'accounts' | 'attempts' | 'audit' | 'ownSessions'>,
  visit: Visit<Staff>,
  staff: Staff,
  given: { present: string; ended: string },
): Promise<Decision<void>> {
  const { account } = staff;
  const present = await deps.attempts.attempt([ofPresent(account)], async () =>
    (await deps.accounts.check(account, given.present)) ? allow(undefined) : refuse('SIGN_IN_FAILED'),
  );
  if (present.ok) {
    const here = visit.sessionId ?? '';
    await deps.ownSessions.end(account, given.ended === 'all' ? { allBut: here } : { id: given.ended });
  }
  return written(deps, staff, { action: 'endSessions', subject: `account ${account}` }, present);
}
