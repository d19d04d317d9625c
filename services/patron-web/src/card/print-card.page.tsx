import { PatronPage } from '../pages/frame.tsx';
import type { CardProps } from './card.page.tsx';
import { CardNumber } from './card-number.tsx';
import { LastDay } from './last-day.tsx';

/** R14. The card on paper, in the size of a wallet: number and barcode, no name. Printed, the page is the card alone. */
export function PrintCardPage(props: CardProps & { styleHref: string }) {
  const { frame, cardNumber } = props;
  const { say, front } = frame;
  const title = say('印刷用の貸出カード', 'Card for printing');
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/card"
      narrow
      head={<link rel="stylesheet" href={props.styleHref} />}
    >
      <div class="stack">
        <div class="stack paper-card-hints">
          <h1>{title}</h1>
          <p>
            {say(
              'ブラウザーの「印刷」で紙に印刷し、線で切り取ってください。スマートフォンの代わりに、受け取りのときカウンターでお見せください。',
              'Print this page with your browser and cut the card out. Show it at the desk instead of a phone.',
            )}
          </p>
          <p class="muted small">
            {say(
              '倍率は100％で印刷してください。お名前は入りません。',
              'Print it at 100 %. Your name is not on it.',
            )}
          </p>
        </div>
        <div class="paper-card">
          <p class="library" lang="ja">
            {front.libraryName}　貸出カード
          </p>
          <CardNumber
            cardNumber={cardNumber}
            words={say('貸出カード番号のバーコード', 'Barcode of the card number')}
          />
          <p class="small">
            <LastDay frame={frame} expiresOn={props.expiresOn} />
            {say('電話', 'Tel.')} {front.phone}
          </p>
        </div>
        <div class="actions">
          <a class="btn btn--second" href="/card">
            {say('戻る', 'Back')}
          </a>
        </div>
      </div>
    </PatronPage>
  );
}
