import { Notice } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';

const notices = {
  valid: undefined,
  suspended: 'ただいま予約をお受けできません。受け取りと返却は今までどおりできます。',
  expired: '貸出カードの有効期限が過ぎています。受け取りと返却は今までどおりできます。',
  replaced: 'このカードは新しいカードに替わっています。新しいカードをお使いください。',
} as const;

/** R14. The card on the phone: digits and barcode, black on white also in the dark. */
export function CardPage(props: {
  frame: Frame;
  cardNumber: string;
  status: keyof typeof notices;
  barcode: string;
}) {
  const { frame, cardNumber, status, barcode } = props;
  const notice = notices[status];
  return (
    <PatronPage frame={frame} title="貸出カード番号" at="/card" narrow>
      <div class="stack">
        <h1>貸出カード番号</h1>
        {notice ? <Notice tone="wait">{notice}</Notice> : null}
        <p>受け取りのとき、この画面をカウンターでお見せください。</p>
        <div class="barcode">
          <div dangerouslySetInnerHTML={{ __html: barcode }} aria-hidden="true" />
          <p class="digits">{cardNumber.replace(/(\d{4})(?=\d)/g, '$1 ')}</p>
        </div>
        <p class="small muted">読み取りにくいときは、画面を明るくしてください。</p>
      </div>
    </PatronPage>
  );
}
