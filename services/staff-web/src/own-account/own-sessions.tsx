import { browserWords, SessionChoices, sayIn } from '@toshobin/web';
import type { OwnSession } from '../accounts/own-sessions.ts';
import type { Faults } from '../accounts/password-fields.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { PresentPassword } from '../pages/sign-in-field.tsx';

/** ログイン中の端末: where the account is signed in, and the way out of each but this one. */
export function OwnSessions(props: {
  here: OwnSession | undefined;
  others: readonly OwnSession[];
  /** What was chosen, where the password was wrong. */
  chosen: string | undefined;
  faults: Faults;
}) {
  const { here, others, chosen, faults } = props;
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">ログイン中の端末</h2>
      {here ? <p>この端末：{wordsOf(here)}</p> : null}
      {others.length === 0 ? (
        <p>ほかの端末では、ログインしていません。</p>
      ) : (
        <Post to="/my-account/sessions" class="stack form">
          <SessionChoices
            say={sayIn('ja')}
            others={others}
            words={wordsOf}
            chosen={chosen}
            fault={faults.ended}
          />
          <PresentPassword name="sessionsPassword" fault={faults.sessionsPassword} />
          <Submit look="second">選んだ端末をログアウトする</Submit>
        </Post>
      )}
    </section>
  );
}

function wordsOf({ since, lastSeen, browser, terminal }: OwnSession): string {
  const [from, last] = [since, lastSeen].map((at) => dayAndClock(new Date(at)));
  return `${[terminal, browserWords(browser, 'ja')].filter(Boolean).join('・')}　${from}にログイン、最後の操作 ${last}`;
}
