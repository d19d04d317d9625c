import type { Refusal } from '@toshobin/lending-rules';
import { Icon, Notice, RefusalNotice, sentenceOf } from '@toshobin/web';
import type { OwnPatron } from '../own-patron.ts';
import { DatedMoment } from '../pages/dated.tsx';
import { Form, Pair, Submit, TapLine } from '../pages/elements.tsx';
import { type Fault, Field } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { MailDoesNotCome } from '../pages/mail-does-not-come.tsx';
import { refusedTitle } from '../pages/refused-title.ts';
import { Label } from '../pages/words.tsx';
import { NewestLink } from './newest-link.tsx';
import { FirstSteps } from './password.page.tsx';
import { PasswordField } from './password-field.tsx';
import { WayOn } from './way-on.tsx';

/** An address whose link waits to be opened, and until when. */
export type Waiting = OwnPatron['emailWaiting'];

type EmailStatus = OwnPatron['emailStatus'];

/** The address we write to; a new one is confirmed by the link of a mail. Without one it is the first visit's step. */
export function EmailPage(props: {
  frame: Frame;
  email: string | null;
  status: EmailStatus;
  waiting: Waiting;
  /** There is one already: the password is asked for. */
  registered: boolean;
  typed: string;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
  /** The address that our mails come from, where it is known. */
  sender: string | undefined;
  newId: () => string;
}) {
  const { frame, status, registered, faults, refusal } = props;
  const { say, front } = frame;
  const first = status === 'none';
  const title = registered
    ? say('メールアドレスの変更', 'Change e-mail address')
    : say('メールアドレスの登録', 'Register your e-mail address');
  return (
    <FormPage
      frame={frame}
      title={title}
      withoutMenu={first}
      steps={first ? <FirstSteps frame={frame} at={2} /> : null}
      faults={faults}
      refusal={refusal}
      why={notSent(frame, refusal)}
    >
      {registered ? <PresentAddress {...props} /> : null}
      {first ? (
        <>
          <p>{sentenceOf({ code: 'EMAIL_NOT_REGISTERED' }, front)}</p>
          <p>
            {say(
              `メールアドレスをお持ちでない方は、県立図書館（${front.phone}）へご相談ください。`,
              `Without an e-mail address, please call us on ${front.phone}.`,
            )}
          </p>
        </>
      ) : null}
      {status === 'unverified' ? <NotVerifiedYet {...props} /> : null}
      <Form frame={frame} class="stack card" action="/email" novalidate fields={{ wishId: props.newId() }}>
        {status === 'unverified' ? (
          <h2 class="h3">{say('ほかのアドレスにするとき', 'To use another address')}</h2>
        ) : null}
        <Field
          name="email"
          type="email"
          say={say}
          label={
            registered
              ? say('新しいメールアドレス', 'New e-mail address')
              : say('メールアドレス', 'E-mail address')
          }
          hint={say('ご家族と同じアドレスも使えます。', 'You may share an address with your family.')}
          value={props.typed}
          faults={faults}
          autocomplete="email"
          inputMode="email"
          required
          maxLength={254}
        />
        {registered ? (
          <PasswordField
            say={say}
            hint={say('ご本人の変更であることを確かめます。', 'To make sure that it is you.')}
            faults={faults}
          />
        ) : null}
        <Submit look="l block">{say('確認メールを送る', 'Send the confirmation mail')}</Submit>
        <p class="small muted">
          {say(
            'お送りするメールのリンクを開き、「登録を終える」を押すと、登録が終わります。',
            'Open the link in that mail, and press the button there to finish.',
          )}
          {registered
            ? say(
                'それまでは今のアドレスにお知らせします。変わったことを今のアドレスにもお知らせします。',
                ' Until then we write to the present address; it will also be told of the change.',
              )
            : null}
        </p>
      </Form>
      <TapLine href="/my-library">
        {registered ? say('Myライブラリ', 'My Library') : say('あとで登録する', 'Later')}
      </TapLine>
    </FormPage>
  );
}

/** Why no link was sent; TRY_AGAIN with minutes is no rush of ours, but that five were sent within an hour. */
function notSent({ say }: Frame, refusal: Refusal | undefined) {
  const minutes = refusal?.values?.minutes;
  if (refusal?.code !== 'TRY_AGAIN' || minutes === undefined) return undefined;
  return (
    <Notice tone="stop">
      {say(
        `確認メールを続けてお送りしたため、しばらく送れません。${minutes}分後にもう一度お試しください。お送りした中で、いちばん新しいメールのリンクが使えます。`,
        `We have sent several confirmation mails, so the next one has to wait. Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. The link in the newest mail works.`,
      )}
    </Notice>
  );
}

/** Where a link was sent to, and until when it works. */
function SentTo({ frame: { say, front }, waiting }: { frame: Frame; waiting: NonNullable<Waiting> }) {
  return (
    <>
      <b>{waiting.address}</b>
      {say('（リンクは', ' (the link works until ')}
      <DatedMoment at={waiting.until} language={front.language} />
      {say('まで使えます）', ')')}
    </>
  );
}

function PresentAddress({
  frame,
  email,
  status,
  waiting,
}: {
  frame: Frame;
  email: string | null;
  status: EmailStatus;
  waiting: Waiting;
}) {
  const { say, front } = frame;
  return (
    <>
      <dl class="pairs card">
        <Pair name={say('今のアドレス', 'Present address')}>{email}</Pair>
        {waiting ? (
          <Pair name={say('確認を待っている新しいアドレス', 'New address, to be confirmed')}>
            <SentTo frame={frame} waiting={waiting} />
          </Pair>
        ) : null}
      </dl>
      {status === 'undeliverable' ? (
        <Notice tone="stop">{sentenceOf({ code: 'EMAIL_UNDELIVERABLE' }, front)}</Notice>
      ) : (
        <TapLine href="/email/test">{say('試しにメールを送る', 'Send a test mail')}</TapLine>
      )}
    </>
  );
}

/** The address is known, as from the application for the card: its mail alone is still to be opened. */
function NotVerifiedYet(props: {
  frame: Frame;
  email: string | null;
  waiting: Waiting;
  sender: string | undefined;
  newId: () => string;
}) {
  const { frame, email, waiting } = props;
  const { say, front } = frame;
  return (
    <div class="card stack stack--s">
      <p>{sentenceOf({ code: 'EMAIL_NOT_VERIFIED' }, front)}</p>
      <p>{waiting ? <SentTo frame={frame} waiting={waiting} /> : <b>{email}</b>}</p>
      <Resend frame={frame} wishId={props.newId()} />
      <h2 class="h3">{say('届かないとき', 'If it does not come')}</h2>
      <MailDoesNotCome frame={frame} sender={props.sender} />
    </div>
  );
}

function Resend({ frame, wishId }: { frame: Frame; wishId: string }) {
  const { say } = frame;
  return (
    <Form frame={frame} action="/email/resend" fields={{ wishId }}>
      <Submit look="second">
        <Label text={say('確認メールをもう一度送る', 'Send it again')} />
      </Submit>
    </Form>
  );
}

/** The link is on its way. */
export function EmailSentPage(props: {
  frame: Frame;
  email: string | null;
  status: EmailStatus;
  waiting: Waiting;
  /** The address that our mails come from, where it is known. */
  sender: string | undefined;
  newId: () => string;
}) {
  const { frame, email, status, waiting } = props;
  const { say, front } = frame;
  const first = status === 'unverified';
  const title = say('確認メールを送りました', 'We sent you a confirmation mail');
  return (
    <FormPage
      frame={frame}
      title={title}
      withoutMenu={first}
      steps={first ? <FirstSteps frame={frame} at={2} /> : null}
    >
      <div class="notice" role="status">
        <Icon name="info" />
        <div>
          <p>
            {first
              ? sentenceOf({ code: 'EMAIL_NOT_VERIFIED' }, front)
              : say(
                  '新しいアドレスにお送りしたメールのリンクを開いてください。それまでは今のアドレスにお知らせします。',
                  'Please open the link in the mail to your new address. Until then we write to the present one.',
                )}
          </p>
          {waiting || first ? (
            <p>
              {say('宛先：', 'Sent to: ')}
              {waiting ? <SentTo frame={frame} waiting={waiting} /> : <b>{email}</b>}
            </p>
          ) : null}
        </div>
      </div>
      <div class="card stack stack--s">
        <h2 class="h3">{say('届かないとき', 'If it does not come')}</h2>
        <MailDoesNotCome frame={frame} sender={props.sender} />
        <div class="actions">
          {first ? <Resend frame={frame} wishId={props.newId()} /> : null}
          <a class="btn btn--quiet" href="/email">
            {say('メールアドレスを直す', 'Correct the address')}
          </a>
        </div>
      </div>
      <WayOn frame={frame} />
    </FormPage>
  );
}

/** The link may have been opened by somebody who is not signed in, or has no password of their own yet (the frame says that). */
function WhatIsOpenNow({ frame: { say, visit }, mayReserve }: { frame: Frame; mayReserve: boolean }) {
  if (mayReserve) return <>{say('これで予約できます。', 'You can reserve now.')}</>;
  if (visit.principal) return null;
  return (
    <>
      {say(
        '予約するときは、貸出カード番号でログインしてください。',
        'To reserve, sign in with your card number.',
      )}
    </>
  );
}

/** Where the mail's link leads. Opening it changes nothing yet: mail scanners open links too. */
export function VerifyEmailPage(props: {
  frame: Frame;
  token: string;
  refusal?: Refusal;
  /** `before`: the same link was opened before. */
  done?: 'now' | 'before';
  /** Nothing else is in the way of whoever is signed in. */
  mayReserve?: boolean;
}) {
  const { frame, refusal } = props;
  const { say } = frame;
  const titles = {
    now: say('メールアドレスの登録の完了', 'E-mail address registered'),
    before: say('メールアドレスは登録済みです', 'E-mail address registered already'),
    ask: say('メールアドレスの確認', 'Confirm your e-mail address'),
  };
  const title = titles[props.done ?? 'ask'];
  return (
    <FormPage frame={frame} title={title} window={refusedTitle(title, refusal, say)} at="">
      {refusal ? (
        <>
          <RefusalNotice refusal={refusal} front={frame.front} />
          <NewestLink frame={frame} />
          <p>
            <a class="btn" href="/email">
              {say('もう一度メールを送る', 'Ask for a new one')}
            </a>
          </p>
        </>
      ) : props.done ? (
        <>
          <Notice tone="ok">
            <p>
              {props.done === 'before'
                ? say('メールアドレスの登録は済んでいます。', 'Your e-mail address is registered already. ')
                : say('メールアドレスの登録が終わりました。', 'Your e-mail address is registered. ')}
              <WhatIsOpenNow frame={frame} mayReserve={props.mayReserve ?? false} />
            </p>
          </Notice>
          <WayOn frame={frame} />
        </>
      ) : (
        <Form frame={frame} class="stack card" action="/email/verify" fields={{ token: props.token }}>
          <p>{say('ボタンを押すと、メールアドレスの登録が終わります。', 'Press the button to finish.')}</p>
          <Submit look="l block">{say('登録を終える', 'Finish')}</Submit>
        </Form>
      )}
    </FormPage>
  );
}
