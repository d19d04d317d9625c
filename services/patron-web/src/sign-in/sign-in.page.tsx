import type { Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';

/** Card number and password. What was typed in the first field is kept; a password never is. */
export function SignInPage(props: { frame: Frame; next: string; cardNumber: string; refusal?: Refusal }) {
  const { frame, next, cardNumber, refusal } = props;
  return (
    <PatronPage frame={frame} title="ログイン" narrow>
      <div class="stack">
        <h1>ログイン</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <form class="stack form" method="post" action="/sign-in">
          <Token token={frame.token} />
          <input type="hidden" name="next" value={next} />
          <div class="field">
            <label for="cardNumber">貸出カード番号</label>
            <p class="hint" id="card-hint">
              カードの裏の数字です。全角でも入れられます。
            </p>
            <input
              class="input"
              id="cardNumber"
              name="cardNumber"
              value={cardNumber}
              autocomplete="username"
              inputMode="numeric"
              required
              maxLength={64}
              aria-describedby={refusal ? 'refusal card-hint' : 'card-hint'}
            />
          </div>
          <div class="field">
            <label for="password">パスワード</label>
            <p class="hint" id="password-hint">
              はじめての方は、生年月日の西暦8桁です（例：昭和36年4月5日 → 19610405）。
            </p>
            <input
              class="input"
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxLength={256}
              aria-describedby="password-hint"
            />
          </div>
          <button class="btn btn--l" type="submit">
            ログイン
          </button>
        </form>
        <ul class="rows links">
          <li>
            <a href="/password/forgotten">パスワードを忘れたとき</a>
          </li>
          <li>
            <a href="/card-application">貸出カードの申込み（カードをお持ちでない方）</a>
          </li>
        </ul>
        <p class="small muted">
          図書館からのお手紙に番号が書いてあるときは、その番号をパスワードの欄に入れてください。
        </p>
      </div>
    </PatronPage>
  );
}

/** R2. The first password of one's own; nothing else is open before. */
export function PasswordPage(props: { frame: Frame; first: boolean; refusal?: Refusal }) {
  const { frame, first, refusal } = props;
  return (
    <PatronPage frame={frame} title="パスワードを決める" narrow withoutMenu={first}>
      <div class="stack">
        <h1>{first ? 'はじめに、ご自分のパスワードを決めてください' : 'パスワードの変更'}</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <form class="stack form" method="post" action="/password">
          <Token token={frame.token} />
          <div class="field">
            <label for="password">新しいパスワード</label>
            <p class="hint" id="password-hint">
              10文字以上。文字の種類は自由です。生年月日、電話番号、カード番号は使えません。
            </p>
            <input
              class="input"
              id="password"
              name="password"
              type="password"
              autocomplete="new-password"
              required
              maxLength={256}
              aria-describedby={refusal ? 'refusal password-hint' : 'password-hint'}
            />
          </div>
          <button class="btn btn--l" type="submit">
            このパスワードに決める
          </button>
        </form>
      </div>
    </PatronPage>
  );
}
