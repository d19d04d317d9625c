import type { CalendarDate, Refusal } from '@toshobin/lending-rules';
import type { LibraryList } from '@toshobin/web';
import { RefusalNotice } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { LibraryChoices } from './library-choices.tsx';

export function Steps({ at }: { at: 1 | 2 | 3 }) {
  return (
    <ol class="steps" aria-label="手続きの流れ">
      {['1 受取館', '2 確認', '3 完了'].map((label, n) => (
        <li
          key={label}
          class={n + 1 < at ? 'is-done' : ''}
          {...(n + 1 === at ? { 'aria-current': 'step' as const } : {})}
        >
          {label}
        </li>
      ))}
    </ol>
  );
}

/** R5. The pickup library; the last one first. */
export function PickupPage(props: {
  frame: Frame;
  count: number;
  list: LibraryList;
  last: string | null;
  today: CalendarDate;
  refusal?: Refusal;
}) {
  const { frame, list, last, today, refusal } = props;
  return (
    <PatronPage frame={frame} title="受取館を選ぶ" at="/basket" narrow>
      <div class="stack">
        <Steps at={1} />
        <h1>受取館を選んでください</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <p>予約する{props.count}点を、同じ館で受け取ります。</p>
        <form class="stack stack--l" action="/reserve/confirm">
          <LibraryChoices frame={frame} list={list} today={today} chosen={last} heading="前回の受取館" />
          <div class="actions">
            <button class="btn btn--l" type="submit">
              確認へ進む
            </button>
            <a class="btn btn--second" href="/basket">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}
