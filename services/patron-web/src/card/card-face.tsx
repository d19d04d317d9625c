import type { Say } from '@toshobin/web';
import { CardNumber } from './card-number.tsx';

/** R14. What is shown at the counter, with or without a line. */
export function CardFace({ say, cardNumber }: { say: Say; cardNumber: string }) {
  return (
    <>
      <h1>{say('貸出カード番号', 'Card number')}</h1>
      <p>
        {say(
          '受け取りのとき、この画面をカウンターでお見せください。',
          'Show this screen at the desk when you pick something up.',
        )}
      </p>
      <div class="barcode" data-keep-awake>
        <CardNumber
          cardNumber={cardNumber}
          words={say('貸出カード番号のバーコード', 'Barcode of the card number')}
        />
      </div>
    </>
  );
}
