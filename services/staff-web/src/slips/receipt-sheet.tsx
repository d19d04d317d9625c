import { type CalendarDate, formatDateJa } from '@toshobin/lending-rules';
import { shortMoment } from '../pages/dates.ts';
import { useFrame } from '../pages/frame.tsx';
import { Foot } from './sheets.tsx';

/** Paper that a counter has: a roll of 80 mm, or A6. */
export type Paper = 'roll' | 'a6';

export interface Lent {
  title: string;
  barcode: string | null;
  due: CalendarDate | null;
}

/** How many loans a sheet of either paper has room for. */
const ON_A_SHEET = 5;

/** 貸出の控え: what somebody has borrowed, and until when; four digits of the card, no name. */
export function ReceiptSheets(props: { paper: Paper; cardLast4: string; lent: readonly Lent[] }) {
  const { now } = useFrame();
  const { lent } = props;
  const count = Math.ceil(lent.length / ON_A_SHEET);
  const sheets = Array.from({ length: count }, (_, n) => lent.slice(n * ON_A_SHEET, (n + 1) * ON_A_SHEET));
  return sheets.map((loans, n) => (
    <section
      class={`p-sheet p-sheet--${props.paper} p-gap`}
      aria-label={`貸出の控え ${n + 1}枚目`}
      key={loans[0]?.barcode ?? n}
    >
      <div class="p-kind">
        <b>貸出の控え</b>
        <span>{shortMoment(now)}</span>
      </div>
      <p>
        カード下4桁 {props.cardLast4}　{lent.length}点{count > 1 ? `（${n + 1}／${count}枚）` : ''}
      </p>
      <ol class="p-loans">
        {loans.map(({ title, barcode, due }) => (
          <li key={barcode ?? title}>
            <span class="p-loans__title">{title}</span>
            <b>{due === null ? '返却期限はお尋ねください' : `${formatDateJa(due)}まで`}</b>
          </li>
        ))}
      </ol>
      <p class="p-small">
        期限までに、県立図書館か受取館へお返しください。延長は、Myライブラリかお電話でお申し込みください。
      </p>
      <Foot />
    </section>
  ));
}
