import type { Library } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import { ActForm } from '../pages/act-form.tsx';
import { Answer } from '../pages/answer.tsx';
import { Breakable } from '../pages/breakable.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { worksAtTerminals } from './how-far.ts';
import type { KeptAccount, SetUpCode } from './kept-accounts.ts';
import { roleWords } from './role-words.ts';

export const stateWords: Readonly<Record<KeptAccount['state'], string>> = {
  active: '使えます',
  waiting: '設定コードを待っています',
  suspended: '停止しています',
};

/** What an account may be called. */
export const NAME_WORDS = 'アカウントは、英小文字・数字・ハイフン・ピリオドの2文字から32文字です。';

/** The choices of a role and of a library, for an account. */
export function roleFields(libraries: readonly Library[], at?: Pick<KeptAccount, 'role' | 'library'>) {
  return [
    {
      name: 'role',
      label: '役割',
      value: at?.role ?? 'prefecturalDesk',
      choices: Object.entries(roleWords).map(([value, label]) => ({ value, label })),
    },
    {
      name: 'library',
      label: '館（受取館のアカウントのとき）',
      value: at?.library,
      choices: libraries.map(({ code, name }) => ({ value: code, label: name })),
    },
  ];
}

/** アカウント: who may sign in, with what, and when they last did. */
export function AccountsPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  accounts: readonly KeptAccount[];
  libraries: readonly Library[];
  nameOf: (code: string) => string;
  notAllowed: boolean;
}) {
  const { frame, accounts, nameOf } = props;
  return (
    <StaffPage frame={frame} title="アカウント" at="/accounts">
      <h1>アカウント</h1>
      {props.notAllowed ? <Notice tone="wait">このアカウントでは使えない画面です。</Notice> : null}
      {props.answer ? <Answer answer={props.answer} /> : null}
      <table class="table table--stack">
        <thead>
          <tr>
            <th scope="col">アカウント</th>
            <th scope="col">役割</th>
            <th scope="col">館</th>
            <th scope="col">状態</th>
            <th scope="col">確認コード</th>
            <th scope="col">最後のログイン</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((kept) => (
            <tr key={kept.id}>
              <th scope="row">
                <a class="tap" href={`/accounts/${kept.id}`}>
                  {kept.account}
                </a>
              </th>
              <td data-label="役割">{roleWords[kept.role]}</td>
              <td data-label="館">
                <span>
                  <Breakable text={nameOf(kept.library)} />
                </span>
              </td>
              <td data-label="状態">{stateWords[kept.state]}</td>
              <td data-label="確認コード">{secondFactorWords(kept)}</td>
              <td data-label="最後のログイン">
                {kept.lastSignInAt ? dayAndClock(kept.lastSignInAt) : 'まだ'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ActForm
        frame={frame}
        id="new"
        action="/accounts"
        title="アカウントをつくる"
        hidden={{ factId: frame.newId() }}
        fields={[
          {
            name: 'account',
            label: 'アカウント',
            maxLength: 32,
            hint: `${NAME_WORDS}後から変えられません。`,
          },
          ...roleFields(props.libraries),
        ]}
        button="つくって設定コードを出す"
      />
    </StaffPage>
  );
}

export function secondFactorWords(kept: KeptAccount): string {
  if (worksAtTerminals(kept.role)) return '登録した端末';
  return kept.hasSecondFactor ? '設定済み' : 'まだ';
}

/** The code that is handed to the account's owner: shown once, printed or written down. */
export function SetUpCodePage(props: { frame: Frame; issued: SetUpCode; address: string }) {
  const { account, code, until } = props.issued;
  return (
    <StaffPage frame={props.frame} title="設定コード" at="/accounts" narrow>
      <div class="stack">
        <h1>設定コード</h1>
        <p>この画面を印刷するか書き写し、ご本人に手渡してください。メールでは送りません。</p>
        <dl class="s-facts">
          <dt>アカウント</dt>
          <dd>{account}</dd>
          <dt>設定コード</dt>
          <dd class="s-secret" id="code">
            {code}
          </dd>
          <dt>使えるのは</dt>
          <dd>{dayAndClock(until)}まで、1回</dd>
          <dt>入れる所</dt>
          <dd>{props.address}</dd>
        </dl>
        <p>
          ご本人がこのコードで、自分のパスワードを決めます。パスワードはだれにも伝えません。このコードは、もう一度は表示できません。
        </p>
        <p>
          <a class="btn btn--second" href="/accounts">
            アカウントの一覧へ
          </a>
        </p>
      </div>
    </StaffPage>
  );
}
