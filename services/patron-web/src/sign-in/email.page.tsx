import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice } from '@toshobin/web';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';

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
  /** A test mail was just sent. */
  tested?: boolean;
  refusal?: Refusal | undefined;
}) {
  const { frame, email, status, fault, typed, refusal } = props;
  return (
    <PatronPage frame={frame} title="メールアドレスの登録・変更" at="/my-library" narrow>
      <div class="stack">
        <h1>メールアドレスの登録・変更</h1>
        {props.tested ? (
          <Notice tone="ok">
            試しのメールを送りました。届かないときは、迷惑メールの設定を確かめてください。
          </Notice>
        ) : null}
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
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
        {status === 'verified' ? (
          <form method="post" action="/email/test">
            <Token token={frame.token} />
            <button class="btn btn--second" type="submit">
              試しにメールを送る
            </button>
          </form>
        ) : null}
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
