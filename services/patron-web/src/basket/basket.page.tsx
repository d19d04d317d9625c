import type { RecordDetail } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Icon, Notice, sentenceOf } from '@toshobin/web';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { canReserve } from '../records/can-reserve.ts';
import { titleOf } from '../search/search.page.tsx';

/** The basket: what can be applied for, what can't and why, and the way on. */
export function BasketPage({
  frame,
  records,
  full,
}: {
  frame: Frame;
  records: RecordDetail[];
  full: boolean;
}) {
  const judged = records.map((record) => ({ record, decision: canReserve(record) }));
  const ready = judged.filter(({ decision }) => decision.ok);
  const not = judged.flatMap(({ record, decision }) =>
    decision.ok ? [] : [{ record, refusal: decision.refusal }],
  );
  return (
    <PatronPage frame={frame} title="予約かご" at="/basket">
      <div class="stack">
        <h1>予約かご</h1>
        {full ? (
          <Notice tone="wait">予約かごがいっぱいです。先にかごから出すか、申し込んでください。</Notice>
        ) : null}
        <p>予約かごに入れただけでは、まだ予約ではありません。</p>
        {records.length === 0 ? <p>予約かごは空です。</p> : null}
        {ready.length > 0 ? (
          <ul class="rows">
            {ready.map(({ record }) => (
              <Item key={record.recordId} record={record} frame={frame} />
            ))}
          </ul>
        ) : null}
        {not.length > 0 ? (
          <>
            <h2 class="h3">今は申し込めない資料</h2>
            <ul class="rows">
              {not.map(({ record, refusal }) => (
                <Item key={record.recordId} record={record} frame={frame} refusal={refusal} />
              ))}
            </ul>
          </>
        ) : null}
        <div class="actions">
          {ready.length > 0 ? (
            <a class="btn btn--l" href="/reserve">
              予約申込へ進む
            </a>
          ) : null}
          <a class="btn btn--second" href="/">
            蔵書検索に戻る
          </a>
        </div>
      </div>
    </PatronPage>
  );
}

function Item(props: { record: RecordDetail; frame: Frame; refusal?: Refusal }) {
  const { record, frame, refusal } = props;
  const Title = refusal ? 'h3' : 'h2';
  return (
    <li class="row hit">
      <div>
        <Title class="row-title">
          <a href={`/records/${record.recordId}`}>{titleOf(record)}</a>
        </Title>
        <p class="row-sub">
          {record.author}　{record.publisher}
        </p>
        {refusal ? (
          <p class="why">
            <Icon name="info" />
            <span>{sentenceOf(refusal, frame.front)}</span>
          </p>
        ) : (
          <p class="hit-state">
            待ち人数 <b class="num">{record.waiting}人</b>
          </p>
        )}
      </div>
      <form method="post" action="/basket/remove">
        <Token token={frame.token} />
        <input type="hidden" name="recordId" value={record.recordId} />
        <input type="hidden" name="back" value="/basket" />
        <button class="btn btn--quiet" type="submit">
          かごから出す
          <span class="visually-hidden">：{record.title}</span>
        </button>
      </form>
    </li>
  );
}
