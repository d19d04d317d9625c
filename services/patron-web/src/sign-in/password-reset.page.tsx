import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice } from '@toshobin/web';
import { type Fault, FaultSummary, Field } from '../pages/field.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';

/** R2. Card and birth date, for a link by mail. */
export function ForgottenPage(props: {
  frame: Frame;
  cardNumber: string;
  birthDate: string;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
}) {
  const { frame, faults, refusal } = props;
  const faultOf = (name: string) => faults.find((fault) => fault.name === name)?.text;
  return (
    <PatronPage frame={frame} title="パスワードの再設定" narrow>
      <div class="stack">
        <h1>パスワードの再設定</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <FaultSummary faults={faults} />
        <p>登録のメールアドレスに、新しいパスワードを決めるためのリンクをお送りします。</p>
        <form class="stack form" method="post" action="/password/forgotten" novalidate>
          <Token token={frame.token} />
          <Field
            name="cardNumber"
            label="貸出カード番号"
            hint="カードの裏の数字です。全角でも入れられます。"
            value={props.cardNumber}
            fault={faultOf('cardNumber')}
            autocomplete="username"
            inputMode="numeric"
            required
            maxLength={64}
          />
          <Field
            name="birthDate"
            label="生年月日"
            hint="西暦8桁の数字です（例：昭和36年4月5日 → 19610405）。"
            value={props.birthDate}
            fault={faultOf('birthDate')}
            autocomplete="bday"
            inputMode="numeric"
            required
            maxLength={20}
          />
          <div class="actions">
            <button class="btn btn--l" type="submit">
              メールを送る
            </button>
            <a class="btn btn--second" href="/sign-in">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}

/** The same for everybody: it must not say whether there is such a card. */
export function ForgottenSentPage({ frame }: { frame: Frame }) {
  return (
    <PatronPage frame={frame} title="メールをご確認ください" narrow>
      <div class="stack">
        <h1>メールをご確認ください</h1>
        <p>カード番号と生年月日がご登録と合うときは、登録のメールアドレスにリンクをお送りしました。</p>
        <ul class="dots">
          <li>リンクは30分、1回だけ使えます。</li>
          <li>届かないときは、迷惑メールの設定を確かめてください。</li>
          <li>メールアドレスを登録していないときは、県立図書館へお電話ください。</li>
        </ul>
        <p>
          <a class="btn" href="/sign-in">
            ログインへ
          </a>
        </p>
      </div>
    </PatronPage>
  );
}

/** R2. Where the mail's link leads. Opening it uses nothing up. */
export function ResetPage(props: { frame: Frame; token: string; refusal?: Refusal | undefined }) {
  const { frame, token, refusal } = props;
  return (
    <PatronPage frame={frame} title="新しいパスワードを決める" narrow>
      <div class="stack">
        <h1>新しいパスワードを決める</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        {refusal?.code === 'LINK_EXPIRED' ? (
          <p>
            <a class="btn" href="/password/forgotten">
              もう一度メールを送る
            </a>
          </p>
        ) : (
          <form class="stack form" method="post" action="/password/reset">
            <Token token={frame.token} />
            <input type="hidden" name="token" value={token} />
            <Field
              name="password"
              type="password"
              label="新しいパスワード"
              hint="10文字以上。文字の種類は自由です。生年月日、電話番号、カード番号は使えません。"
              value=""
              autocomplete="new-password"
              required
              maxLength={256}
            />
            <button class="btn btn--l" type="submit">
              このパスワードに決める
            </button>
          </form>
        )}
      </div>
    </PatronPage>
  );
}

export function ResetDonePage({ frame }: { frame: Frame }) {
  return (
    <PatronPage frame={frame} title="パスワードを変更しました" narrow>
      <div class="stack">
        <h1>パスワードを変更しました</h1>
        <Notice tone="ok">新しいパスワードでログインできます。</Notice>
        <p>
          <a class="btn btn--l" href="/sign-in">
            ログイン
          </a>
        </p>
      </div>
    </PatronPage>
  );
}
