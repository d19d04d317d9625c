import type { Preferences } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice, sayIn, sentenceOf } from '@toshobin/web';
import { Form, TapLine } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { MailDoesNotCome } from '../pages/mail-does-not-come.tsx';
import { notPossible } from '../pages/refused-title.ts';

/** A mail to see whether mails arrive; three a day. */
export function TestMailPage(props: {
  frame: Frame;
  email: string | null;
  sent: boolean;
  mailLanguage: Preferences['mailLanguage'];
  refusal?: Refusal | undefined;
  /** The address that our mails come from, where it is known. */
  sender: string | undefined;
  newId: () => string;
}) {
  const { frame, email, sent, mailLanguage, refusal } = props;
  const { say, front } = frame;
  const subject = sayIn(mailLanguage)(
    `【${front.libraryName}】メールが届くかの確認`,
    `[${front.libraryName}] Test mail`,
  );
  const title = say('試しのメール', 'Test mail');
  return (
    <FormPage frame={frame} title={title} window={refusal && notPossible(title, say)}>
      {sent ? (
        <Notice tone="ok">
          <p>{say(`試しのメールを送りました。件名は「${subject}」です。`, 'We sent you a test mail.')}</p>
        </Notice>
      ) : null}
      {refusal?.code === 'TRY_AGAIN' ? (
        <Notice tone="stop">
          <p>
            {say(
              '試しのメールは1日3回までです。今日の3回はもうお送りしました。明日、またお送りできます。',
              'We send three test mails a day, and today’s three are sent. You can ask for another tomorrow.',
            )}
          </p>
        </Notice>
      ) : refusal && email !== null ? (
        <RefusalNotice refusal={refusal} front={front} />
      ) : null}
      {email === null ? (
        <>
          <p>{sentenceOf({ code: 'EMAIL_NOT_REGISTERED' }, front)}</p>
          <div class="actions">
            <a class="btn btn--l" href="/email">
              {say('メールアドレスの登録', 'Register your e-mail address')}
            </a>
          </div>
        </>
      ) : (
        <SendTestMail
          frame={frame}
          email={email}
          sent={sent}
          sender={props.sender}
          noMore={refusal?.code === 'TRY_AGAIN'}
          wishId={props.newId()}
        />
      )}
      <TapLine href="/my-library">{say('Myライブラリ', 'My Library')}</TapLine>
    </FormPage>
  );
}

/** The button, unless today's mails are sent, and what to look at when none comes. */
function SendTestMail(props: {
  frame: Frame;
  email: string;
  sent: boolean;
  sender: string | undefined;
  noMore: boolean;
  wishId: string;
}) {
  const { frame, email, sent, noMore } = props;
  const { say } = frame;
  return (
    <>
      <p>
        {noMore
          ? say('登録のアドレス：', 'Your address: ')
          : say('登録のアドレスにメールをお送りします：', 'We send a mail to your address: ')}
        <b>{email}</b>
      </p>
      {noMore ? null : (
        <Form frame={frame} action="/email/test" fields={{ wishId: props.wishId }}>
          <button class={sent ? 'btn btn--second' : 'btn btn--l'} type="submit">
            {say('試しにメールを送る', 'Send a test mail')}
          </button>
        </Form>
      )}
      <div class="card stack stack--s">
        <h2 class="h3">{say('届かないとき', 'If it does not come')}</h2>
        <MailDoesNotCome frame={frame} sender={props.sender} />
        <TapLine href="/email">{say('メールアドレスの変更', 'Change e-mail address')}</TapLine>
      </div>
    </>
  );
}
