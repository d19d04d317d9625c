import type { PatronRow } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { stateWords } from './state-words.tsx';

/** Asks once before a reservation is cancelled. The wish's id is drawn with the form. */
export function CancelPage(props: { frame: Frame; row: PatronRow; wishId: string; refusal?: Refusal }) {
  const { frame, row, wishId, refusal } = props;
  return (
    <PatronPage frame={frame} title="予約のキャンセル" at="/my-library" narrow>
      <div class="stack">
        <h1>この予約をキャンセルしますか</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <div class="card">
          <p class="row-title">{row.title}</p>
          <p>{stateWords(row)}</p>
          <p class="row-sub">予約番号 {row.reservationNumber}</p>
        </div>
        <form method="post" action={`/my-library/${row.reservationId}/cancel`}>
          <Token token={frame.token} />
          <input type="hidden" name="wishId" value={wishId} />
          <div class="actions">
            <button class="btn btn--stop" type="submit">
              予約をキャンセルする
            </button>
            <a class="btn btn--second" href="/my-library">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}
