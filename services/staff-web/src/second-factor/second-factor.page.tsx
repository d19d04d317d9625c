import type { Faults } from '../pages/entry.tsx';
import { Refused, TitledPage, useFrame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Tap, Way } from '../pages/press.tsx';
import { SignInField } from '../pages/sign-in-field.tsx';
import { QrCode } from './qr.tsx';

/** Sets up what gives the codes: at the first sign-in, or another one in place of the present. */
export function SecondFactorPage(props: {
  action: string;
  secret: string;
  uri: string;
  /** A code of the present one is asked for too. */
  replaces: boolean;
  faults: Faults;
}) {
  const { replaces } = props;
  const title = replaces ? '確認コードの設定の変更' : '確認コードの設定';
  return (
    <TitledPage title={title} narrow>
      <p>
        ログインのたびに、パスワードのほかに確認コードを入れます。コードは、スマートフォンなどの確認アプリ（認証アプリ）に出ます。
      </p>
      <Refused />
      <ol class="stack s-steps">
        <li>
          <p>確認アプリで、この四角を読み取ります。</p>
          <QrCode text={props.uri} says="確認アプリで読み取る四角" />
          <details>
            <summary>読み取れないとき</summary>
            <p>アプリに、この文字を入れます（時刻による6けた、30秒ごと）。</p>
            <p class="s-secret" id="secret">
              {props.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
            </p>
          </details>
        </li>
        <li>
          <p>
            {replaces ? '今までのコードと、新しく出たコードを入れます。' : 'アプリに出たコードを入れます。'}
          </p>
          <Post to={props.action} class="stack form">
            {replaces ? (
              <SignInField
                name="present"
                label="今までの確認コード、または回復コード"
                autocomplete="off"
                fault={props.faults.present}
                maxLength={32}
              />
            ) : null}
            <SignInField
              name="code"
              label={replaces ? '新しい確認コード' : '確認コード'}
              hint="6けたの数字です。"
              autocomplete="one-time-code"
              digits
              fault={props.faults.code}
              maxLength={32}
            />
            <Submit look="l" says="設定する" />
          </Post>
        </li>
      </ol>
      <p>
        {useFrame().staff ? (
          <Tap to="/my-account" says="やめる" />
        ) : (
          <Tap to="/sign-in" says="ほかのアカウントでログインする" />
        )}
      </p>
    </TitledPage>
  );
}

/** The recovery codes, shown once: to be printed or written down. */
export function RecoveryCodesPage(props: {
  codes: readonly string[];
  account: string;
  /** Where a sign-in goes on. */
  next?: string;
}) {
  return (
    <TitledPage title="回復コード" narrow>
      <p>
        確認アプリが使えないときに、確認コードの代わりに入れます。1つにつき1回だけ使えます。印刷するか書き写して、かぎのかかる所に置いてください。
      </p>
      <ul class="s-codes">
        {props.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p class="s-print-only">予約と配送（職員用）　アカウント {props.account}</p>
      <p>このコードは、もう一度は表示できません。前の回復コードは使えなくなりました。</p>
      <p>
        <Way to={props.next ?? '/'} look="l" says="控えました" />
      </p>
    </TitledPage>
  );
}
