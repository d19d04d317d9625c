import { WaitsNotice } from '../kept-forms/kept-form.page.tsx';
import { Refused, TitledPage } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Tap } from '../pages/press.tsx';
import { SignInField } from '../pages/sign-in-field.tsx';

/** The second step of a sign-in: the code that the app shows now, or one of the recovery codes. */
export function CodePage({ recovery, waits }: { recovery: boolean; waits: boolean }) {
  return (
    <TitledPage title="確認コード" narrow>
      {waits ? <WaitsNotice /> : null}
      <Refused />
      <Post to="/sign-in/code" class="stack form">
        {recovery ? (
          <SignInField
            name="code"
            label="回復コード"
            hint="控えてある10文字のうちの1つです。1つにつき1回だけ使えます。"
            autocomplete="off"
            autofocus
            maxLength={32}
          />
        ) : (
          <SignInField
            name="code"
            label="確認コード"
            hint="確認アプリに今出ている6けたの数字です。"
            autocomplete="one-time-code"
            digits
            autofocus
            maxLength={32}
          />
        )}
        <Submit look="l" says="ログイン" />
      </Post>
      <p>
        {recovery ? (
          <Tap to="/sign-in/code" says="確認アプリのコードを入れる" />
        ) : (
          <Tap to="/sign-in/code?with=recovery" says="確認アプリが手元にないとき" />
        )}
      </p>
      <p>
        <Tap to="/sign-in" says="ほかのアカウントでログインする" />
      </p>
      {recovery ? <p>回復コードもないときは、管理者に設定のやり直しを頼んでください。</p> : null}
    </TitledPage>
  );
}
