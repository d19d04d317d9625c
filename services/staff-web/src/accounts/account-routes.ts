import { LibraryCodeSchema, StaffRoleSchema, UuidSchema } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import { type PageCall, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { AccountPage } from './account.page.tsx';
import { AccountsPage, NAME_WORDS, SetUpCodePage } from './accounts.page.tsx';
import {
  type AccountAct,
  AccountNameSchema,
  changeAccount,
  createAccount,
  issueSetUpCode,
} from './keep-accounts.ts';
import type { KeptAccount, SetUpCode } from './kept-accounts.ts';

const role = { role: StaffRoleSchema, library: LibraryCodeSchema };
const NewForm = z.strictObject({ factId: z.uuid(), account: z.string().max(64), ...role });
const RoleForm = z.strictObject(role);
const NoForm = z.strictObject({});
const SuspendForm = z.strictObject({ reason: reasonField });
const CodeForm = z.strictObject({
  factId: z.uuid(),
  what: z.enum(['password', 'secondFactor']),
  reason: reasonField,
});
const SetUpCodeSchema = z.object({ account: z.string(), code: z.string(), until: z.coerce.date() });

const DEEDS_SHOWN = 30;
const done = (text: string) => () => ({ tone: 'ok' as const, text, detail: '', notes: [] });

/** アカウント: kept by administrators, who never see or choose a password. */
export function mountKeptAccounts(routes: StaffRoutes, deps: StaffWebDeps): void {
  const keptIn = async (call: PageCall<Staff>): Promise<KeptAccount> => {
    const id = UuidSchema.safeParse(call.request.params.accountId);
    return (id.success ? await deps.keptAccounts.find(id.data) : undefined) ?? pageFault(404);
  };
  /**
   * A code, made once for each form, is drawn at once; what stands in its way is said on the page before. Loading the
   * answer again is not to take a password away that its owner has chosen meanwhile.
   */
  const drawCode = async (
    call: PageCall<Staff>,
    page: string,
    form: { factId: string; what: string },
    issue: () => Promise<Decision<SetUpCode>>,
  ) => {
    const { account } = staffOf(call);
    const issued = await deps.answeredForms.once({ ...form, account }, SetUpCodeSchema, issue);
    if (!issued.ok) return answerOn(deps, call, page, { decision: issued, said: done(''), code: '' });
    const address = new URL('/set-up', deps.setting.publicUrl).href;
    sendPage(call.response, h(SetUpCodePage, { frame: frameOf(deps, call), issued: issued.value, address }));
  };

  routes.page('/accounts', 'accounts', async (call) => {
    const [accounts, libraries, nameOf] = await Promise.all([
      deps.keptAccounts.list(),
      deps.libraries.all(),
      deps.libraries.names(),
    ]);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/accounts');
    const notAllowed = call.request.query['not-allowed'] === '1';
    const page = { frame: frameOf(deps, call), answer, accounts, libraries, nameOf, notAllowed };
    sendPage(call.response, h(AccountsPage, page));
  });
  routes.form('/accounts', 'accounts', async (call) => {
    const { factId, account: typed, ...given } = parseFields(NewForm, call.form);
    const account = AccountNameSchema.safeParse(typed);
    if (!account.success) {
      const said = () => ({ tone: 'stop' as const, text: NAME_WORDS, detail: '', notes: [] });
      return answerOn(deps, call, '/accounts', { decision: allow(undefined), said, code: '' });
    }
    const asked = { account: account.data, ...given };
    const what = `account ${asked.account} ${asked.role} ${asked.library}`;
    await drawCode(call, '/accounts', { factId, what }, () => createAccount(deps, staffOf(call), asked));
  });
  routes.page('/accounts/:accountId', 'accounts', async (call) => {
    const kept = await keptIn(call);
    const [libraries, nameOf, deeds] = await Promise.all([
      deps.libraries.all(),
      deps.libraries.names(),
      deps.audit.read(`account ${kept.account}`),
    ]);
    const answer = await deps.desk.answer(await call.visit.openSession(), `/accounts/${kept.id}`);
    const shown = deeds.slice(0, DEEDS_SHOWN);
    const page = { frame: frameOf(deps, call), kept, answer, libraries, nameOf, deeds: shown };
    sendPage(call.response, h(AccountPage, page));
  });
  routes.form('/accounts/:accountId/set-up-code', 'accounts', async (call) => {
    const kept = await keptIn(call);
    const { factId, what, reason } = parseFields(CodeForm, call.form);
    const given = { secondFactor: what === 'secondFactor', reason };
    const form = { factId, what: `code for ${kept.account} ${what}` };
    await drawCode(call, `/accounts/${kept.id}`, form, () =>
      issueSetUpCode(deps, staffOf(call), kept, given),
    );
  });

  /** One act, and what the page says of it. Whoever did it to themselves has to sign in again. */
  const act = async (call: PageCall<Staff>, given: AccountAct, text: string) => {
    const kept = await keptIn(call);
    const decision = await changeAccount(deps, staffOf(call), kept, given);
    await answerOn(deps, call, `/accounts/${kept.id}`, { decision, said: done(text), code: '' });
  };
  routes.form('/accounts/:accountId/role', 'accounts', (call) =>
    act(call, { kind: 'change', ...parseFields(RoleForm, call.form) }, '役割と館を変更しました'),
  );
  routes.form('/accounts/:accountId/suspend', 'accounts', (call) =>
    act(call, { kind: 'suspend', ...parseFields(SuspendForm, call.form) }, '停止しました'),
  );
  routes.form('/accounts/:accountId/reactivate', 'accounts', (call) => {
    parseFields(NoForm, call.form);
    return act(call, { kind: 'reactivate' }, 'また使えるようにしました');
  });
}
