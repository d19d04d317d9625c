import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice, sentenceOf } from '@toshobin/web';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
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
    <PatronPage
      frame={frame}
      title={say('ログイン', 'Sign in')}
      at="/my-library"
      narrow
      refused={refusal !== undefined}
    >
      <div class="stack form">
        <h1>{say('ログイン', 'Sign in')}</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        {next === OFFERED_AT ? (
          <Notice tone="wait">
            {say(
              'ログインの時間が過ぎていました。入力した内容は残っています。ログインすると、続きができます。',
              'You had been signed out. What you entered is kept: sign in to go on.',
            )}
          </Notice>
        ) : null}
        <form class="stack card" method="post" action="/sign-in">
          <Token token={frame.token} />
          <input type="hidden" name="next" value={next} />
          <CardNumberField frame={frame} value={cardNumber} />
          <PasswordToSignIn frame={frame} />
          <button class="btn btn--l btn--block" type="submit">
            {say('ログイン', 'Sign in')}
          </button>
          <p>
            <a class="tap" href="/password/forgotten">
              {say('パスワードをお忘れの方', 'Forgotten your password?')}
            </a>
          </p>
        </form>
        {refusal ? <NotAlone frame={frame} /> : null}
        <RememberedCards {...props} />
        <div>
          <p>{sentenceOf({ code: 'CARD_REQUIRED' }, frame.front)}</p>
          <p>
            <a class="tap" href="/card-application">
              {say('貸出カードの申込み', 'Apply for a card')}
            </a>
          </p>
        </div>
      </div>
    </PatronPage>
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
    <section class="stack stack--s" aria-labelledby="remembered">
      <h2 class="h3" id="remembered">
        {say('この端末で使っているカード', 'Cards on this device')}
      </h2>
      <ul class="rows links">
        {remembered.map(({ id, nickname, cardLast4 }) => (
          <li key={id}>
            <a href={`/family/${id}`}>
              <span lang="ja">{nickname}</span>
              {say(`（下4桁 ${cardLast4}）`, ` (…${cardLast4})`)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
