import type { Refusal } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Form, Submit, TapLine } from '../pages/elements.tsx';
import { BirthDateField, type Fault } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { CardNumberField } from './card-number-field.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';
import { NewestLink } from './newest-link.tsx';

/** R2. Card and birth date, for a link by mail. */
export function ForgottenPage(props: {
  frame: Frame;
  cardNumber: string;
  birthDate: string;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
  wishId: string;
}) {
  const { frame, faults, refusal } = props;
  const { say } = frame;
  const title = say('パスワードの再設定', 'Forgotten password');
  return (
    <FormPage frame={frame} title={title} faults={faults} refusal={refusal}>
      <p>
        {say(
          '登録のメールアドレスに、新しいパスワードを決めるためのリンクをお送りします。',
          'We will send a link to your registered e-mail address. With it you choose a new password.',
        )}
      </p>
      <Form
        frame={frame}
        class="stack card"
        action="/password/forgotten"
        novalidate
        fields={{ wishId: props.wishId }}
      >
        <CardNumberField frame={frame} value={props.cardNumber} faults={faults} />
        <BirthDateField say={say} value={props.birthDate} faults={faults} />
        <Submit look="l block">{say('メールを送る', 'Send the mail')}</Submit>
      </Form>
      <WithoutMail frame={frame} />
      <TapLine href="/sign-in">{say('ログインに戻る', 'Back to sign-in')}</TapLine>
    </FormPage>
  );
}

function WithoutMail({ frame: { say, front } }: { frame: Frame }) {
  return (
    <p class="small">
      {say(
        `メールアドレスを登録していないときは、県立図書館（${front.phone}）へお電話ください。ご本人を確かめて、お手紙で番号をお送りします。`,
        `No e-mail address with us? Call us on ${front.phone}. We will check who you are and send you a code by letter.`,
      )}
    </p>
  );
}

/** The same for everybody: it must not say whether there is such a card. */
export function ForgottenSentPage({ frame, sender }: { frame: Frame; sender: string | undefined }) {
  const { say } = frame;
  const title = say('メールをご確認ください', 'Please look at your mail');
  return (
    <FormPage frame={frame} title={title}>
      <p>
        {say(
          'カード番号と生年月日がご登録と合うときは、登録のメールアドレスにリンクをお送りしました。',
          'If card number and date of birth match our records, we have sent a link to the registered address.',
        )}
      </p>
      <ul class="dots">
        <li>{say('リンクは30分、1回だけ使えます。', 'The link works for 30 minutes, once.')}</li>
        <li>
          {say(
            '届かないときは、迷惑メールのフォルダと、携帯電話会社の受信設定を確かめてください。',
            'If it does not come, look in the junk folder and check your carrier’s mail filter.',
          )}
          {sender === undefined ? null : say(`差出人は ${sender} です。`, ` We write from ${sender}.`)}
        </li>
      </ul>
      <WithoutMail frame={frame} />
      <p>
        <a class="btn" href="/sign-in">
          {say('ログインへ', 'Sign in')}
        </a>
      </p>
    </FormPage>
  );
}

/** R2. Where the mail's link leads. Opening it uses nothing up. */
export function ResetPage(props: {
  frame: Frame;
  token: string;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
}) {
  const { frame, token, faults, refusal } = props;
  const { say } = frame;
  const title = say('新しいパスワードを決める', 'Choose a new password');
  return (
    <FormPage frame={frame} title={title} faults={faults} refusal={refusal}>
      {refusal?.code === 'LINK_EXPIRED' ? (
        <>
          <NewestLink frame={frame} />
          <p>
            <a class="btn" href="/password/forgotten">
              {say('もう一度メールを送る', 'Ask for a new mail')}
            </a>
          </p>
        </>
      ) : (
        <Form frame={frame} class="stack card" action="/password/reset" fields={{ token }}>
          <NewPasswordFields frame={frame} faults={faults} />
          <Submit look="l block">{say('このパスワードに決める', 'Use this password')}</Submit>
        </Form>
      )}
    </FormPage>
  );
}

export function ResetDonePage({ frame }: { frame: Frame }) {
  const { say } = frame;
  const title = say('パスワードを変更しました', 'Your password is changed');
  return (
    <FormPage frame={frame} title={title}>
      <Notice tone="ok">
        <p>
          {say(
            '新しいパスワードでログインできます。ほかの端末ではログアウトしました。',
            'You can sign in with the new password. You are signed out everywhere.',
          )}
        </p>
      </Notice>
      <p>
        <a class="btn btn--l" href="/sign-in">
          {say('ログイン', 'Sign in')}
        </a>
      </p>
    </FormPage>
  );
}
