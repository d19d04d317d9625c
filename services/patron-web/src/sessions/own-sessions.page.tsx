import type { Refusal } from '@toshobin/lending-rules';
import { browserWords, Notice, SessionChoices } from '@toshobin/web';
import { DatedMoment } from '../pages/dated.tsx';
import { Form, Links, Submit } from '../pages/elements.tsx';
import { type Fault, faultAt } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { PasswordField } from '../sign-in/password-field.tsx';
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
  const { say } = frame;
  const title = say('ログイン中の端末', 'Where you are signed in');
  return (
    <FormPage
      frame={frame}
      title={title}
      done={
        props.ended ? (
          <Notice tone="ok">
            <p>{say('ログアウトしました。', 'Signed out there.')}</p>
          </Notice>
        ) : null
      }
      refusal={refusal}
      refused={faults.length > 0}
    >
      <section class="stack stack--s">
        <h2 class="h3">{say('この端末', 'This device')}</h2>
        {here ? <When frame={frame} session={here} /> : null}
      </section>
      {others.length === 0 ? (
        <p>{say('ほかの端末では、ログインしていません。', 'You are signed in nowhere else.')}</p>
      ) : (
        <Form frame={frame} class="stack card" action="/sessions">
          <SessionChoices
            say={say}
            others={others}
            words={(session) => <When frame={frame} session={session} />}
            chosen={chosen}
            fault={faultAt('ended', faults)}
          />
          <PasswordField say={say} faults={faults} />
          <Submit look="l block">{say('選んだ端末をログアウトする', 'Sign out there')}</Submit>
        </Form>
      )}
      <p class="small muted">
        {say(
          'お心当たりがないときは、パスワードを変更してください。30分お使いにならない端末は、自動的にログアウトします。',
          'If you don’t recognise one, please change your password. A device that is not used for 30 minutes is signed out by itself.',
        )}
      </p>
      <Links
        links={[
          { href: '/password', label: say('パスワードの変更', 'Change the password') },
          { href: '/my-library', label: say('Myライブラリ', 'My Library') },
        ]}
      />
    </FormPage>
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
