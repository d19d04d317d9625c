import type { CalendarDate } from '@toshobin/lending-rules';
import { Dated } from '../pages/dated.tsx';

/** R6, R7, R11. What holds at the library that was chosen, as points of a list. */
export function PickupTerms(props: { municipal: boolean; nextDispatchDay: CalendarDate }) {
  if (!props.municipal) {
    return <li>メールを送った日から7日間取り置きします。貸出期間は、受け取った日から3週間です。</li>;
  }
  return (
    <>
      <li>貸出期間は3週間で、配送期間を含みます。返却期限は、受け取った日にかかわらず同じです。</li>
      <li>
        1〜2冊ほどの資料は、週2回の発送日に発送します。次の発送予定日は
        <Dated date={props.nextDispatchDay} />
        です。
      </li>
    </>
  );
}
