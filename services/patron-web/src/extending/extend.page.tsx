import type { PatronRow } from '@toshobin/contracts';
import { dayOf, formatDateJa, type Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import type { Preview } from './extend-loan.ts';

/** R8. The new date first, in the button; or why not. Nothing has changed yet. */
export function ExtendPage(props: {
  frame: Frame;
  row: PatronRow;
  wishId: string;
  preview?: Preview;
  refusal?: Refusal;
}) {
  const { frame, row, preview, refusal } = props;
  return (
    <PatronPage frame={frame} title="貸出期間の延長" at="/my-library" narrow>
      <div class="stack">
        <h1>貸出期間の延長</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <div class="card stack">
          <p class="row-title">{row.title}</p>
          <dl class="change">
            <div>
              <dt>今の返却期限</dt>
              <dd>
                {preview ? (
                  <Dated date={preview.present.date} />
                ) : row.due ? (
                  <Dated date={row.due.date} />
                ) : (
                  '－'
                )}
              </dd>
            </div>
            {preview ? (
              <div class="is-new">
                <dt>新しい返却期限</dt>
                <dd>
                  <Dated date={preview.due.date} />
                </dd>
              </div>
            ) : null}
          </dl>
        </div>
        {preview ? (
          <ul class="dots">
            <li>延長は1回だけです。</li>
            <li>
              期間は、延長手続日の今日、
              <Dated date={dayOf(preview.previewedAt)} />
              から2週間です。
            </li>
          </ul>
        ) : null}
        {preview ? (
          <form method="post" action={`/my-library/${row.reservationId}/extend`}>
            <Token token={frame.token} />
            <input type="hidden" name="wishId" value={props.wishId} />
            <input type="hidden" name="confirmDue" value={preview.due.date} />
            <input type="hidden" name="previewedAt" value={preview.previewedAt} />
            <div class="actions">
              <button class="btn btn--l" type="submit">
                {formatDateJa(preview.due.date)}までに延長する
              </button>
              <a class="btn btn--second" href="/my-library">
                戻る
              </a>
            </div>
          </form>
        ) : (
          <div class="actions">
            {refusal?.code === 'EXTENSION_BEFORE_PICKUP' ? (
              <a class="btn btn--second" href={`/my-library/${row.reservationId}/picked-up`}>
                受け取りました
              </a>
            ) : null}
            <a class="btn" href="/my-library">
              戻る
            </a>
          </div>
        )}
      </div>
    </PatronPage>
  );
}
