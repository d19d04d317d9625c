import type { Library, RecordDetail } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { titleOf } from '../search/search.page.tsx';
import { Steps } from './pickup.page.tsx';
import { PickupTerms } from './pickup-terms.tsx';

/** What will be asked for, before it is: each title with the id its reservation will have. */
export function ConfirmPage(props: {
  frame: Frame;
  items: readonly { record: RecordDetail; reservationId: string }[];
  library: Library;
  municipal: boolean;
  nextDispatchDay: CalendarDate;
}) {
  const { frame, items, library } = props;
  return (
    <PatronPage frame={frame} title="予約の確認" at="/basket" narrow>
      <div class="stack">
        <Steps at={2} />
        <h1>予約の確認</h1>
        <ul class="rows">
          {items.map(({ record }) => (
            <li class="row" key={record.recordId}>
              <p class="row-title">{titleOf(record)}</p>
              <p class="row-sub">
                {record.author}　待ち人数 {record.waiting}人
              </p>
            </li>
          ))}
        </ul>
        <dl class="pairs card">
          <div>
            <dt>受取館</dt>
            <dd>
              <b>{library.name}</b>
            </dd>
          </div>
          <div>
            <dt>お知らせ</dt>
            <dd>登録のメールアドレスにお送りします。</dd>
          </div>
        </dl>
        <ul class="dots">
          <PickupTerms municipal={props.municipal} nextDispatchDay={props.nextDispatchDay} />
          <li>受け取りには貸出カード、またはスマートフォンの貸出カード番号画面が必要です。</li>
        </ul>
        <form method="post" action="/reserve">
          <Token token={frame.token} />
          <input type="hidden" name="pickup" value={library.code} />
          {items.map(({ record, reservationId }) => (
            <input
              key={reservationId}
              type="hidden"
              name="item"
              value={`${reservationId} ${record.recordId}`}
            />
          ))}
          <div class="actions">
            <button class="btn btn--l" type="submit">
              この内容で予約する
            </button>
            <a class="btn btn--second" href="/reserve">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}
