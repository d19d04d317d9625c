import type { Refusal } from '@toshobin/lending-rules';
import { browserWords, Notice, RefusalNotice, SessionChoices } from '@toshobin/web';
import { DatedMoment } from '../pages/dated.tsx';
import { type Fault, Field } from '../pages/field.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import type { OwnSession } from './own-sessions.ts';

/** ログイン中の端末: where a patron is signed in, and the way out of each but this one. */
export function OwnSessionsPage(props: {
  frame: Frame;
  here: OwnSession | undefined;
  others: readonly OwnSession[];
  ended: boolean;
  /** What was chosen, where something else was wrong. */
  chosen?: string | undefined;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
}) {
  const { frame, here, others, chosen, faults, refusal } = props;
  const faultOf = (name: string) => faults.find((fault) => fault.name === name)?.text;
  const { say } = frame;
  const title = say('ログイン中の端末', 'Where you are signed in');
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/my-library"
      narrow
      refused={faults.length > 0 || refusal !== undefined}
    >
      <div class="stack form">
        <h1>{title}</h1>
        {props.ended ? (
          <Notice tone="ok">
            <p>{say('ログアウトしました。', 'Signed out there.')}</p>
          </Notice>
        ) : null}
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <section class="stack stack--s">
          <h2 class="h3">{say('この端末', 'This device')}</h2>
          {here ? <When frame={frame} session={here} /> : null}
        </section>
        {others.length === 0 ? (
          <p>{say('ほかの端末では、ログインしていません。', 'You are signed in nowhere else.')}</p>
        ) : (
          <form class="stack card" method="post" action="/sessions">
            <Token token={frame.token} />
            <SessionChoices
              say={say}
              others={others}
              words={(session) => <When frame={frame} session={session} />}
              chosen={chosen}
              fault={faultOf('ended')}
            />
            <Field
              name="password"
              type="password"
              say={say}
              label={say('パスワード', 'Password')}
              value=""
              fault={faultOf('password')}
              autocomplete="current-password"
              required
              maxLength={256}
            />
            <button class="btn btn--l btn--block" type="submit">
              {say('選んだ端末をログアウトする', 'Sign out there')}
            </button>
          </form>
        )}
        <p class="small muted">
          {say(
            'お心当たりがないときは、パスワードを変更してください。30分お使いにならない端末は、自動的にログアウトします。',
            'If you don’t recognise one, please change your password. A device that is not used for 30 minutes is signed out by itself.',
          )}
        </p>
        <ul class="rows links">
          <li>
            <a href="/password">{say('パスワードの変更', 'Change the password')}</a>
          </li>
          <li>
            <a href="/my-library">{say('Myライブラリ', 'My Library')}</a>
          </li>
        </ul>
      </div>
    </PatronPage>
  );
}

function When({ frame, session }: { frame: Frame; session: OwnSession }) {
  const { say, front } = frame;
  const { language } = front;
  return (
    <>
      <b>{browserWords(session.browser, language)}</b>
      <br />
      {say('ログイン', 'Signed in')} <DatedMoment at={session.since} language={language} />
      <br />
      {say('最後のご利用', 'Last used')} <DatedMoment at={session.lastSeen} language={language} />
    </>
  );
}
