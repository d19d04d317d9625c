import type { Refusal } from '@toshobin/lending-rules';
import { Notice, sentenceOf } from '@toshobin/web';
import { Form, Links, Part, Submit, TapLine } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { OFFERED_AT } from '../pages/offered-at.ts';
import { CardNumberField } from './card-number-field.tsx';
import type { RememberedCard } from './devices.ts';

/**
 * Card number and password. What was typed in the first field is kept; a password never is. Whatever was wrong, the
 * page is the same.
 */
export function SignInPage(props: {
  frame: Frame;
  next: string;
  cardNumber: string;
  /** Cards that this browser was asked to remember. */
  remembered: readonly RememberedCard[];
  refusal?: Refusal | undefined;
}) {
  const { frame, next, cardNumber, refusal } = props;
  const { say } = frame;
  return (
    <FormPage frame={frame} title={say('ログイン', 'Sign in')} refusal={refusal}>
      {next === OFFERED_AT ? (
        <Notice tone="wait">
          {say(
            'ログインの時間が過ぎていました。入力した内容は残っています。ログインすると、続きができます。',
            'You had been signed out. What you entered is kept: sign in to go on.',
          )}
        </Notice>
      ) : null}
      <Form frame={frame} class="stack card" action="/sign-in" fields={{ next }}>
        <CardNumberField frame={frame} value={cardNumber} />
        <PasswordToSignIn frame={frame} />
        <Submit look="l block">{say('ログイン', 'Sign in')}</Submit>
        <TapLine href="/password/forgotten">
          {say('パスワードをお忘れの方', 'Forgotten your password?')}
        </TapLine>
      </Form>
      {refusal ? <NotAlone frame={frame} /> : null}
      <RememberedCards {...props} />
      <div>
        <p>{sentenceOf({ code: 'CARD_REQUIRED' }, frame.front)}</p>
        <TapLine href="/card-application">{say('貸出カードの申込み', 'Apply for a card')}</TapLine>
      </div>
    </FormPage>
  );
}

/** Whoever does not get in may call; said after every refusal, so that it tells nothing. */
export function NotAlone({ frame: { say, front } }: { frame: Frame }) {
  return (
    <p class="small">
      {say(
        `何度入れてもログインできないときは、県立図書館（${front.phone}）へお電話ください。ご本人を確かめて、お手紙で番号をお送りします。`,
        `Still not working? Call us on ${front.phone}. We will check who you are and send you a code by letter.`,
      )}
    </p>
  );
}

export function PasswordToSignIn({ frame: { say } }: { frame: Frame }) {
  return (
    <div class="field">
      <label for="password">{say('パスワード', 'Password')}</label>
      <p class="hint" id="password-hint">
        {say(
          'はじめての方は、生年月日の西暦8桁です。',
          'First time here? Use your date of birth, eight digits.',
        )}
        <br />
        {say('例：昭和36年4月5日は 19610405', 'For example, 5 April 1961 is 19610405')}
        <br />
        {say(
          '図書館からのお手紙に番号が書いてあるときは、その番号を入れてください。',
          'If we sent you a code by letter, enter that code.',
        )}
      </p>
      <input
        class="input"
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxLength={256}
        aria-describedby="password-hint"
      />
    </div>
  );
}

function RememberedCards({
  frame: { say },
  remembered,
}: {
  frame: Frame;
  remembered: readonly RememberedCard[];
}) {
  if (remembered.length === 0) return null;
  return (
    <Part
      id="remembered"
      class="stack stack--s"
      small
      title={say('この端末で使っているカード', 'Cards on this device')}
    >
      <Links
        links={remembered.map(({ id, nickname, cardLast4 }) => ({
          href: `/family/${id}`,
          label: (
            <>
              <span lang="ja">{nickname}</span>
              {say(`（下4桁 ${cardLast4}）`, ` (…${cardLast4})`)}
            </>
          ),
        }))}
      />
    </Part>
  );
}
