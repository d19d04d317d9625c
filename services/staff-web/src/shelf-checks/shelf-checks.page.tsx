import { type Frame, Own, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

export interface Check {
  reservationId: string;
  barcode: string;
  holdNumber: string | null;
}

/** R9. 「棚にありますか」: here means it is sent back, gone means it was handed out without a scan. */
export function ShelfChecksPage(props: {
  frame: Frame;
  checks: readonly Check[];
  answer: BigAnswer | undefined;
  newId: () => string;
}) {
  const { frame, checks } = props;
  return (
    <StaffPage frame={frame} title="棚にありますか" at="/shelf-checks">
      <h1>棚にありますか　{checks.length}点</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      {checks.length === 0 ? <p>確かめる資料はありません。</p> : null}
      <ul class="rows">
        {checks.map((check) => (
          <li class="row stack stack--s" key={check.reservationId}>
            <p>
              取り置き番号 <b>{check.holdNumber ?? '－'}</b>　<span class="s-num">{check.barcode}</span>
            </p>
            <div class="actions">
              {(['here', 'gone'] as const).map((answer) => (
                <form key={answer} method="post" action={`/shelf-checks/${check.reservationId}`}>
                  <Own frame={frame} />
                  <input type="hidden" name="factId" value={props.newId()} />
                  <input type="hidden" name="answer" value={answer} />
                  <button class="btn btn--second" type="submit">
                    {answer === 'here' ? 'ある → 返送する' : 'ない → 渡した'}
                    <span class="visually-hidden">：{check.barcode}</span>
                  </button>
                </form>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </StaffPage>
  );
}
