import type { staffWebApi } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { useFrame } from '../pages/frame.tsx';
import { Addressee, Sender, SlipPage } from '../pages/slip-page.tsx';

type Letter = z.output<typeof staffWebApi.issueLetterCode.answer>;

/** R2. The sealed letter with a one-time code: the address for a window, then what its reader does with it. */
export function LetterPage(props: { letter: Letter; cardNumber: string }) {
  const { front } = useFrame();
  const { letter } = props;
  const { code, validUntil, to } = letter;
  const { libraryName, phone } = front;
  const unknown = to.address === null ? '登録の住所がわかりません。聞きとった住所を封筒に書きます。' : '';
  return (
    <SlipPage
      title="封書の番号"
      about={`A4　封をして送ります。もう一度は表示できません。${unknown}`}
      back="/phone"
    >
      <section class="p-sheet p-sheet--letter" aria-label="封書">
        <div class="p-window">
          <Addressee to={to} />
        </div>
        <Sender />
        <h2>ログインのための番号のお知らせ</h2>
        <p>
          お電話でのお申し出により、予約サービスにログインするための番号をお送りします。貸出カード（下4桁{' '}
          {props.cardNumber.slice(-4)}
          ）の番号といっしょに、パスワードの代わりに入れてください。続けて、新しいパスワードを決める画面になります。
        </p>
        <p class="p-secret" id="code">
          {code}
        </p>
        <p class="p-center">{formatDateJa(validUntil)}まで、1回だけ使えます。</p>
        <p>
          番号は、ほかの人に見せないでください。図書館から電話やメールで番号をお尋ねすることはありません。お心当たりのないときは、お手数ですが、
          {libraryName}（電話 {phone}）へお知らせください。
        </p>
      </section>
    </SlipPage>
  );
}
