import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice } from '@toshobin/web';
import { staffSignInFailed } from '../audit/deed-words.ts';
import { WaitsNotice } from '../kept-forms/kept-form.page.tsx';
import { TitledPage, useFrame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Tap, WayAlone } from '../pages/press.tsx';
import { AccountField, PresentPassword } from '../pages/sign-in-field.tsx';

export function SignInPage(props: {
  account: string;
  refusal?: Refusal;
  /** A password was just chosen: now it is tried. */
  chosen?: boolean;
  /** Something that was sent waits for its account. */
  waits: boolean;
}) {
  const frame = useFrame();
  const { account, refusal } = props;
  return (
    <TitledPage title="職員のログイン" narrow>
      {props.waits ? <WaitsNotice /> : null}
      {props.chosen ? (
        <Notice tone="ok">パスワードを決めました。そのパスワードでログインしてください。</Notice>
      ) : null}
      {refusal?.code === 'SIGN_IN_FAILED' ? (
        <div class="notice notice--stop" role="alert" id="refusal">
          <p>{staffSignInFailed}</p>
        </div>
      ) : refusal ? (
        <RefusalNotice refusal={refusal} front={frame.front} />
      ) : null}
      {refusal?.code === 'TERMINAL_NEEDED' ? (
        <WayAlone to="/enrol-terminal" says="登録の番号を入れる" />
      ) : null}
      <Post to="/sign-in" class="stack form">
        <AccountField account={account} />
        <PresentPassword name="password" label="パスワード" autofocus={account !== ''} />
        <Submit look="l" says="ログイン" />
      </Post>
      <p>
        <Tap to="/set-up" says="設定コードを受け取った方" />
      </p>
    </TitledPage>
  );
}
