import type { CalendarDate, Instant } from '@toshobin/lending-rules';
import { type Front, Icon, Layout, Notice, sayIn } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { Dated, DatedMoment } from '../pages/dated.tsx';
import { Back, Card, Form, Submit, TapLine } from '../pages/elements.tsx';
import { comfortHref } from '../pages/scripts.ts';
import { CardFace } from './card-face.tsx';
import { ForInstalling } from './for-installing.tsx';
import { KEPT_CARD_DAYS } from './kept-cards.ts';

/**
 * The card that a browser keeps: drawn without a session and without a form, since the service worker keeps it as it is
 * and shows it without a line.
 */
export function KeptCardPage(props: {
  front: Front;
  cardNumber: string;
  expiresOn: CalendarDate | null;
  now: Instant;
  scriptHref: string;
}) {
  const { front, now, expiresOn } = props;
  const { language } = front;
  const say = sayIn(language);
  const title = say('この端末に残した貸出カード番号', 'Card number kept on this device');
  return (
    <Bare front={front} title={title} scriptHref={props.scriptHref}>
      <CardFace say={say} cardNumber={props.cardNumber} />
      <div data-without-line hidden>
        <Notice tone="wait">
          <p>
            {say(
              '電波が届かないため、この端末に残した番号を表示しています。',
              'There is no signal: this is the number kept on this device.',
            )}
          </p>
        </Notice>
      </div>
      <p class="muted">
        {expiresOn === null ? null : (
          <>
            {say('有効期限', 'Valid until')} <Dated date={expiresOn} language={language} />
            <br />
          </>
        )}
        {say('図書館に確かめた日時：', 'Checked with the library: ')}
        <DatedMoment at={now} language={language} />
        <br />
        {say(
          '読み取れないときは、画面を明るくしてください。',
          'If it can’t be read, turn the brightness up.',
        )}
      </p>
      <p data-kept hidden>
        {say(
          'この画面は、電波が届かないときも、ログインしなくても開けます。',
          'This screen opens without a signal too, and without signing in.',
        )}
      </p>
      <p>
        {say(
          'ホーム画面に置くと、1回押すだけで開けます。iPhoneは画面の下の共有ボタン（四角から矢印が出た形）、Androidは画面の右上の「︙」を押し、「ホーム画面に追加」を選びます。',
          'On your home screen it opens with one press. Press the share button at the bottom (iPhone) or “⋮” at the top right (Android) and choose “Add to Home Screen”.',
        )}
      </p>
      <Card id="kept-here" tight title={say('この端末に残しているもの', 'What is kept on this device')}>
        <p>
          {say(
            `貸出カード番号と有効期限だけです。お名前や借りた資料は残しません。${KEPT_CARD_DAYS}日間つながらないと消えます。`,
            `The card number and its last day, no name and nothing you borrowed. It goes after ${KEPT_CARD_DAYS} days without a connection.`,
          )}
        </p>
        <p>
          <a class="btn btn--second" href="/card/kept/forget">
            {say('この端末から消す', 'Remove from this device')}
          </a>
        </p>
      </Card>
      <TapLine href="/my-library">{say('Myライブラリ', 'My Library')}</TapLine>
    </Bare>
  );
}

/** Asks once before the card is taken off this device. */
export function ForgetKeptPage(props: { front: Front; token: string; scriptHref: string }) {
  const { front } = props;
  const say = sayIn(front.language);
  const title = say('この端末から消す', 'Remove from this device');
  return (
    <Bare front={front} title={title} scriptHref={props.scriptHref}>
      <h1>{title}</h1>
      <p>
        {say(
          'この端末に残した貸出カード番号を消します。カードと予約はそのままです。',
          'This removes the card number kept on this device. Your card and your reservations stay.',
        )}
      </p>
      <Form frame={props} class="actions" action="/card/kept/forget">
        <Submit look="stop l">{title}</Submit>
        <Back href="/card/kept" say={say} />
      </Form>
    </Bare>
  );
}

/** No card is kept here, or not any more. */
export function NothingKeptPage(props: { front: Front; scriptHref: string; shared?: boolean }) {
  const { front, scriptHref } = props;
  const say = sayIn(front.language);
  const title = props.shared
    ? say('この端末は、ほかの人も使う端末です', 'This device is used by others too')
    : say('この端末に残した番号はありません', 'No card number is kept on this device');
  return (
    <Bare front={front} title={title} scriptHref={scriptHref}>
      <h1>{title}</h1>
      <p>
        {props.shared
          ? say(
              '次に使う人に見えないように、カードの番号は残しません。',
              'No card number is kept here, where the next person would see it.',
            )
          : say(
              `この端末から消したとき、パスワードを変えたとき、${KEPT_CARD_DAYS}日間つながらなかったときに消えます。`,
              `It goes when you remove it, when the password is changed, and after ${KEPT_CARD_DAYS} days without a connection.`,
            )}
      </p>
      <div class="actions">
        <a class="btn btn--l" href="/card">
          <Icon name="card" />
          {say('ログインして番号を表示する', 'Sign in and show the number')}
        </a>
      </div>
    </Bare>
  );
}

/** A page without menu, form or visitor, for the worker that keeps it. */
function Bare(props: { front: Front; title: string; scriptHref: string; children: ComponentChildren }) {
  return (
    <Layout
      front={props.front}
      title={props.title}
      narrow
      withoutMenu
      head={
        <>
          <ForInstalling />
          <script src={comfortHref} defer />
          <script src={props.scriptHref} defer />
        </>
      }
    >
      <div class="stack">{props.children}</div>
    </Layout>
  );
}
