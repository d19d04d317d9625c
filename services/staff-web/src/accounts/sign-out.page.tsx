import { isOnPhone, JobPage } from '../pages/branch-page.tsx';
import { useFrame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';

/** Somebody has signed in since the page was opened on which 担当を替わる was pressed: whom the button is for now. */
export function SignOutPage({ account, library }: { account: string; library: string }) {
  const title = '担当を替わる';
  const onPhone = isOnPhone(useFrame());
  return (
    <JobPage title={title} heading={title} at="/sign-out" library={library}>
      <p class="lead">まだログアウトしていません。今ログインしているのは {account} です。</p>
      <p>
        前に開いた画面のボタンでは、その後のログインは終わりません。{account}{' '}
        がログアウトするときは、もう一度押してください。
      </p>
      <Post to="/sign-out" class="actions">
        <Submit look="l" says={`${account} をログアウトする`} />
        {onPhone ? null : <Way to="/" says="はじめの画面へ" />}
      </Post>
    </JobPage>
  );
}
