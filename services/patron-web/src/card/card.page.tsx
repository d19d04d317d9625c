import { Notice } from '@toshobin/web';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';

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
        {status === 'expired' ? (
          <p>
            <a class="btn btn--second" href="/card/renewal">
              貸出カードの更新
            </a>
          </p>
        ) : null}
        <p class="small muted">読み取りにくいときは、画面を明るくしてください。</p>
      </div>
    </PatronPage>
  );
}

/** R1. Asks the desk for a new last day; nothing changes before it answers. */
export function RenewalPage({ frame, asked }: { frame: Frame; asked: boolean }) {
  return (
    <PatronPage frame={frame} title="貸出カードの更新" at="/card" narrow>
      <div class="stack">
        <h1>貸出カードの更新</h1>
        {asked ? (
          <>
            <Notice tone="ok">貸出カードの更新の申込みを受け付けました。</Notice>
            <p>県立図書館で確かめてから、有効期限を延ばします。カード番号は変わりません。</p>
            <p>
              <a class="btn" href="/my-library">
                Myライブラリへ
              </a>
            </p>
          </>
        ) : (
          <>
            <ul class="dots">
              <li>貸出カードの有効期限が近いとき、過ぎたときに、オンラインまたは郵送で更新できます。</li>
              <li>期限が過ぎても、返却と、取り置き中の資料の受け取りはできます。</li>
              <li>カード番号とパスワードは変わりません。</li>
            </ul>
            <form method="post" action="/card/renewal">
              <Token token={frame.token} />
              <div class="actions">
                <button class="btn btn--l" type="submit">
                  更新を申し込む
                </button>
                <a class="btn btn--second" href="/my-library">
                  戻る
                </a>
              </div>
            </form>
          </>
        )}
      </div>
    </PatronPage>
  );
}
