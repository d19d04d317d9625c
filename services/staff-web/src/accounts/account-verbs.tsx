import { staffWebApi } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { TitledPage } from '../pages/frame.tsx';
import { Facts } from '../pages/marks.tsx';
import { WayAlone } from '../pages/press.tsx';
import { GIVEN } from '../verbs/form-fields.ts';
import { verbOn } from '../verbs/mount-verb.ts';
import { AccountNameSchema } from './account-name.ts';
import type { KeptAccount, SetUpCode } from './kept-accounts.ts';
import { roleWords } from './role-words.ts';

interface OfAccount {
  params: { accountId: string };
}
type Deps = Pick<StaffWebDeps, 'keptAccounts'>;

/** What an administrator does to an account that is there; whoever is signed in with it is not any more. */
const onAccount = {
  may: 'accounts',
  async find({ keptAccounts }: Deps, { params }: OfAccount): Promise<Decision<KeptAccount>> {
    const kept = await keptAccounts.find(params.accountId);
    return kept ? allow(kept) : refuse('NOT_FOUND');
  },
  subject: ({ params }: OfAccount, kept?: KeptAccount) => `account ${kept?.account ?? params.accountId}`,
} as const;
const ofPage = {
  kept: 'アカウントの登録・変更',
  hidesOthers: true,
  page: ({ params }: OfAccount) => `/accounts/${params.accountId}`,
} as const;
const worksAs = {
  role: { label: '役割', choices: roleWords },
  library: '館（受取館のアカウントのとき）',
} as const;

const told = (issued: Decision<SetUpCode>) =>
  issued.ok ? allow({ ...issued.value, until: instantFromDate(issued.value.until) }) : issued;
const changed = (decision: Decision<KeptAccount>) =>
  decision.ok ? allow({ accountId: decision.value.id, account: decision.value.account }) : decision;

/** Makes an account; its owner chooses a password with the code, which is drawn at once. */
export const createAccount = verbOn('createAccount', staffWebApi.createAccount, {
  may: 'accounts',
  words: 'アカウントをつくった',
  async find(_deps, { body }): Promise<Decision<string>> {
    const name = AccountNameSchema.safeParse(body.account);
    return name.success ? allow(name.data) : refuse('ACCOUNT_NAME');
  },
  subject: (_asked, name) => (name === undefined ? 'unknown account' : `account ${name}`),
  carryOut: async ({ keptAccounts, now }, { body: { role, library }, found: account }) =>
    told(await keptAccounts.create({ account, role, library, at: now() })),
  form: {
    title: 'アカウントをつくる',
    button: 'つくって設定コードを出す',
    fields: {
      account: {
        label: 'アカウント',
        hint: '英小文字・数字・ハイフン・ピリオドの2文字から32文字です。後から変えられません。',
      },
      ...worksAs,
    },
    kept: ofPage.kept,
    once: staffWebApi.createAccount.answer,
    said: '',
    page: '/accounts',
    draws: (issued, { publicUrl }) => <SetUpCodePage issued={issued} publicUrl={publicUrl} />,
  },
});

/** A new code in place of the password, and of the second factor where that is lost too. */
export const issueSetUpCode = verbOn('issueSetUpCode', staffWebApi.issueSetUpCode, {
  ...onAccount,
  words: { resetPassword: '設定コードを出した', resetSecondFactor: '確認コードの設定のやり直し' },
  deed: ({ what }) => (what === 'password' ? 'resetPassword' : 'resetSecondFactor'),
  carryOut: async ({ keptAccounts, now }, { body: { what }, found: { id } }) =>
    told(
      await keptAccounts.issueSetUpCode(id, {
        secondFactor: what === 'secondFactor',
        evenTheLast: false,
        at: now(),
      }),
    ),
  form: {
    ...ofPage,
    title: ({ what }) =>
      what === 'password' ? 'パスワードを忘れたとき' : '確認アプリも回復コードもなくしたとき',
    button: ({ what }) => (what === 'password' ? '新しい設定コードを出す' : '確認コードの設定をやり直す'),
    fields: {
      what: GIVEN,
      reason: {
        label: reasonWords,
        hint: 'ご本人を確かめてから押します。パスワードは決め直しになります。',
      },
    },
    once: staffWebApi.issueSetUpCode.answer,
    said: '',
    draws: (issued, { publicUrl }) => <SetUpCodePage issued={issued} publicUrl={publicUrl} />,
  },
});

export const changeAccount = verbOn('changeAccount', staffWebApi.changeAccount, {
  ...onAccount,
  words: 'アカウントの役割・館の変更',
  why: ({ role, library }) => `${role} ${library}`,
  carryOut: async ({ keptAccounts }, { body, found: { id } }) => changed(await keptAccounts.change(id, body)),
  form: {
    ...ofPage,
    title: '役割と館の変更',
    button: '変更する',
    fields: worksAs,
    said: '役割と館を変更しました',
  },
});

/** Nobody signs in with it. */
export const suspendAccount = verbOn('suspendAccount', staffWebApi.suspendAccount, {
  ...onAccount,
  words: 'アカウントの停止',
  carryOut: async ({ keptAccounts, now }, { found: { id } }) =>
    changed(await keptAccounts.suspend(id, now())),
  form: {
    ...ofPage,
    title: '停止する',
    button: 'このアカウントを停止する',
    fields: { reason: { label: reasonWords, hint: 'ログイン中の端末では、すぐに使えなくなります。' } },
    said: '停止しました',
  },
});

/** With the password that it had. */
export const reactivateAccount = verbOn('reactivateAccount', staffWebApi.reactivateAccount, {
  ...onAccount,
  words: 'アカウントの停止を解いた',
  carryOut: async ({ keptAccounts }, { found: { id } }) => changed(await keptAccounts.reactivate(id)),
  form: {
    ...ofPage,
    title: '停止を解く',
    button: 'また使えるようにする',
    fields: {},
    said: 'また使えるようにしました',
  },
});

type Issued = z.output<typeof staffWebApi.createAccount.answer>;

/** The code that is handed to the account's owner: shown once, printed or written down. */
function SetUpCodePage(props: { issued: Issued; publicUrl: string }) {
  const { account, code, until } = props.issued;
  return (
    <TitledPage title="設定コード" at="/accounts" narrow>
      <p>この画面を印刷するか書き写し、ご本人に手渡してください。メールでは送りません。</p>
      <Facts
        of={{
          アカウント: account,
          設定コード: (
            <span class="s-secret" id="code">
              {code}
            </span>
          ),
          使えるのは: `${dayAndClock(new Date(until))}まで、1回`,
          入れる所: new URL('/set-up', props.publicUrl).href,
        }}
      />
      <p>
        ご本人がこのコードで、自分のパスワードを決めます。パスワードはだれにも伝えません。このコードは、もう一度は表示できません。
      </p>
      <WayAlone to="/accounts" says="アカウントの一覧へ" />
    </TitledPage>
  );
}
