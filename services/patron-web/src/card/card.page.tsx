import type { CalendarDate, Instant } from '@toshobin/lending-rules';
import { CardBanner, type Standing } from '../my-library/banners.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { CardNumber } from './card-number.tsx';
import { LastDay } from './last-day.tsx';

export interface CardProps {
  frame: Frame;
  cardNumber: string;
  expiresOn: CalendarDate | null;
}

/** R14. The card on the phone: digits and barcode, black on white also in the dark. It needs nothing but itself. */
export function CardPage(props: CardProps & { standing: Standing; now: Instant }) {
  const { frame, standing } = props;
  const { say } = frame;
  return (
    <PatronPage frame={frame} title={say('貸出カード番号', 'Card number')} at="/card" narrow>
      <div class="stack">
        <h1>{say('貸出カード番号', 'Card number')}</h1>
        <p>
          {say(
            '受け取りのとき、この画面をカウンターでお見せください。',
            'Show this screen at the desk when you pick something up.',
          )}
        </p>
        <div class="barcode" data-keep-awake>
          <CardNumber
            cardNumber={props.cardNumber}
            words={say('貸出カード番号のバーコード', 'Barcode of the card number')}
          />
        </div>
        <p class="muted">
          <LastDay frame={frame} expiresOn={props.expiresOn} />
          {say(
            '読み取れないときは、画面を明るくしてください。',
            'If it can’t be read, turn the brightness up.',
          )}
          <br />
          {say(
            '開いた画面は、電波が届かなくても消えません。窓口に行く前に開いておけます。',
            'Once open, this screen stays without a signal. You can open it before you go.',
          )}
        </p>
        <CardBanner frame={frame} standing={standing} now={props.now} />
        <div class="actions">
          <a class="btn btn--second" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
          <a class="btn btn--second" href="/card/print">
            {say('紙に印刷する', 'Print it on paper')}
          </a>
        </div>
      </div>
    </PatronPage>
  );
}
