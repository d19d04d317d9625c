import type { OwnSession } from '../accounts/own-sessions.ts';
import { dayAndClock } from '../pages/dates.ts';
import type { Frame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { SignInField } from '../pages/sign-in-field.tsx';

/** ログイン中の端末: where the account is signed in, and the way out of each but this one. */
export function OwnSessions(props: {
  frame: Frame;
  here: OwnSession | undefined;
  others: readonly OwnSession[];
  fault: string | undefined;
}) {
  const { frame, here, others } = props;
  return (
    <section class="card stack" aria-labelledby="sessions">
      <h2 id="sessions">ログイン中の端末</h2>
      {here ? <p>この端末：{wordsOf(here)}</p> : null}
      {others.length === 0 ? (
        <p>ほかの端末では、ログインしていません。</p>
      ) : (
        <Post frame={frame} to="/my-account/sessions" class="stack form">
          <fieldset class="stack stack--s">
            <legend>ログアウトする端末</legend>
            <Choice id="all" words="ほかの端末すべて" checked />
            {others.map((session) => (
              <Choice key={session.id} id={session.id} words={wordsOf(session)} />
            ))}
          </fieldset>
          <SignInField
            name="sessionsPassword"
            label="今のパスワード"
            hidden
            autocomplete="current-password"
            fault={props.fault}
            maxLength={256}
          />
          <Submit look="second">選んだ端末をログアウトする</Submit>
        </Post>
      )}
    </section>
  );
}

function Choice({ id, words, checked = false }: { id: string; words: string; checked?: boolean }) {
  return (
    <label class="check" for={`ended-${id}`}>
      <input id={`ended-${id}`} type="radio" name="ended" value={id} checked={checked} />
      <span>{words}</span>
    </label>
  );
}

function wordsOf({ since, lastSeen, terminal }: OwnSession): string {
  const [from, last] = [since, lastSeen].map((at) => dayAndClock(new Date(at)));
  return `${terminal ? `${terminal}　` : ''}${from}にログイン、最後の操作 ${last}`;
}
