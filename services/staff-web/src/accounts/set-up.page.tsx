import type { Faults } from '../pages/entry.tsx';
import { Refused, TitledPage } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { AccountField, SignInField } from '../pages/sign-in-field.tsx';
import { NewPasswordFields } from './password-fields.tsx';

/** The set-up code on paper becomes a password of one's own. */
export function SetUpPage(props: { account: string; code: string; faults: Faults }) {
  return (
    <TitledPage title="パスワードを決める" narrow>
      <p>管理者から受け取った紙にある設定コードを入れ、ご自分のパスワードを決めてください。</p>
      <Refused />
      <Post to="/set-up" class="stack form">
        <AccountField account={props.account} />
        <SignInField
          name="code"
          label="設定コード"
          hint="10文字です。1回だけ使えます。"
          value={props.code}
          autocomplete="off"
          maxLength={32}
        />
        <NewPasswordFields faults={props.faults} />
        <Submit look="l" says="このパスワードに決める" />
      </Post>
    </TitledPage>
  );
}
