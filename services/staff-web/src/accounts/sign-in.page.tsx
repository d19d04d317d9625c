import type { Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import { type Frame, StaffPage, Token } from '../pages/frame.tsx';

export function SignInPage(props: { frame: Frame; account: string; refusal?: Refusal }) {
  const { frame, account, refusal } = props;
  return (
    <StaffPage frame={frame} title="職員のログイン" narrow>
      <div class="stack">
        <h1>職員のログイン</h1>
        {refusal?.code === 'SIGN_IN_FAILED' ? (
          <div class="notice notice--stop" role="alert" id="refusal">
            <p>アカウントまたはパスワードが違うようです。もう一度ご確認ください。</p>
          </div>
        ) : refusal ? (
          <RefusalNotice refusal={refusal} front={frame.front} />
        ) : null}
        <form class="stack form" method="post" action="/sign-in">
          <Token token={frame.token} />
          <div class="field">
            <label for="account">アカウント</label>
            <input
              class="input"
              id="account"
              name="account"
              value={account}
              autocomplete="username"
              autocapitalize="off"
              required
              maxLength={64}
            />
          </div>
          <div class="field">
            <label for="password">パスワード</label>
            <input
              class="input"
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxLength={256}
            />
          </div>
          <button class="btn btn--l" type="submit">
            ログイン
          </button>
        </form>
      </div>
    </StaffPage>
  );
}
