import type { PickListRowSchema } from '@toshobin/contracts';
import type { z } from 'zod';
import { type Frame, StaffPage, Token } from '../pages/frame.tsx';
import { Answer, ScanForm } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

/** Copies to fetch, in the order of the shelves; each is confirmed by a scan, or is not there. */
export function PickListPage(props: {
  frame: Frame;
  rows: readonly z.output<typeof PickListRowSchema>[];
  answer: BigAnswer | undefined;
  newId: () => string;
  nameOf: (code: string) => string;
}) {
  const { frame, rows, answer, newId, nameOf } = props;
  return (
    <StaffPage frame={frame} title={answer ? answer.text : '出庫リスト'} at="/pick-list">
      <h1>出庫リスト {rows.length}点</h1>
      <ScanForm frame={frame} action="/pick-list/pick" label="出庫した資料の番号" factId={newId()} />
      <Answer answer={answer} undo={{ frame, factId: newId() }} />
      {rows.length === 0 ? (
        <p>出庫する資料はありません。</p>
      ) : (
        <table class="table table--stack">
          <thead>
            <tr>
              <th scope="col">請求記号</th>
              <th scope="col">書名</th>
              <th scope="col">資料番号</th>
              <th scope="col">受取館</th>
              <th scope="col">棚にないとき</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.copyId} data-reservation={row.reservationId}>
                <td data-label="請求記号">
                  <b>{row.shelfMark}</b>
                </td>
                <td data-label="書名">{row.title}</td>
                <td data-label="資料番号" class="s-num">
                  {row.barcode}
                </td>
                <td data-label="受取館">
                  {nameOf(row.pickupLibrary)}　{row.holdNumber}
                </td>
                <td data-label="棚にないとき">
                  <form method="post" action="/pick-list/not-on-shelf">
                    <Token token={frame.token} />
                    <input type="hidden" name="factId" value={newId()} />
                    <input type="hidden" name="code" value={row.barcode} />
                    <button class="btn btn--second" type="submit">
                      棚にありません<span class="visually-hidden">：{row.barcode}</span>
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </StaffPage>
  );
}
