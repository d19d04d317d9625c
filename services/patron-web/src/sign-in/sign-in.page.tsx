import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice } from '@toshobin/web';
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

const emailStates = {
  none: 'まだ登録がありません。',
  unverified: '確認がまだです。お送りしたメールのリンクを開いてください。',
  verified: '登録済みです。',
  undeliverable: '登録のアドレスにメールが届きませんでした。',
} as const;

/** The address we write to; a new one is confirmed by the link of a mail. */
export function EmailPage(props: {
  frame: Frame;
  email: string | null;
  status: keyof typeof emailStates;
  fault: boolean;
  typed: string;
}) {
  const { frame, email, status, fault, typed } = props;
  return (
    <PatronPage frame={frame} title="メールアドレスの登録・変更" at="/my-library" narrow>
      <div class="stack">
        <h1>メールアドレスの登録・変更</h1>
        <p>ご連絡はメールだけで行います。</p>
        <dl class="pairs card">
          <div>
            <dt>今のアドレス</dt>
            <dd>
              {email ?? 'なし'}
              <br />
              <span class="row-sub">{emailStates[status]}</span>
            </dd>
          </div>
        </dl>
        <form class="stack form" method="post" action="/email">
          <Token token={frame.token} />
          <div class="field">
            <label for="email">メールアドレス</label>
            <input
              class="input"
              id="email"
              name="email"
              type="email"
              autocomplete="email"
              required
              maxLength={254}
              value={typed}
              {...(fault ? { 'aria-invalid': 'true' as const, 'aria-describedby': 'email-error' } : {})}
            />
            {fault ? (
              <p class="field-error" id="email-error">
                メールアドレスの形を確かめてください。
              </p>
            ) : null}
          </div>
          <div class="actions">
            <button class="btn btn--l" type="submit">
              確認メールを送る
            </button>
            <a class="btn btn--quiet" href="/my-library">
              あとで登録する
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}

export function EmailSentPage({ frame }: { frame: Frame }) {
  return (
    <PatronPage frame={frame} title="確認メールを送りました" at="/my-library" narrow>
      <div class="stack">
        <h1>確認メールを送りました</h1>
        <p>メールのリンクを開くと、登録が終わります。届かないときは、迷惑メールの設定を確かめてください。</p>
        <div class="actions">
          <a class="btn" href="/my-library">
            Myライブラリへ
          </a>
          <a class="btn btn--second" href="/email">
            もう一度送る
          </a>
        </div>
      </div>
    </PatronPage>
  );
}

/** Where the mail's link leads. Opening it changes nothing yet: mail scanners open links too. */
export function VerifyEmailPage(props: { frame: Frame; token: string; refusal?: Refusal; done?: boolean }) {
  const { frame, refusal } = props;
  return (
    <PatronPage frame={frame} title="メールアドレスの確認" narrow>
      <div class="stack">
        <h1>メールアドレスの確認</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        {props.done ? (
          <>
            <Notice tone="ok">メールアドレスの登録が終わりました。</Notice>
            <p>
              <a class="btn" href="/my-library">
                Myライブラリへ
              </a>
            </p>
          </>
        ) : refusal ? null : (
          <form class="stack" method="post" action="/email/verify">
            <Token token={frame.token} />
            <input type="hidden" name="token" value={props.token} />
            <p>ボタンを押すと、メールアドレスの登録が終わります。</p>
            <button class="btn btn--l" type="submit">
              登録を終える
            </button>
          </form>
        )}
      </div>
    </PatronPage>
  );
}
