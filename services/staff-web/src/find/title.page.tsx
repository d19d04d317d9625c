import { type CopyPlace, type RecordDetail, titleOf } from '@toshobin/contracts';
import { shortDate } from '../pages/dates.ts';
import { type Frame, StaffPage } from '../pages/frame.tsx';

const places: Readonly<Record<CopyPlace, string>> = {
  onShelf: '棚',
  beingPrepared: '出庫・梱包',
  onHoldShelf: '取り置き棚',
  inTransit: '配送中',
  atPickupLibrary: '受取館',
  onLoan: '貸出中',
  returning: '返送中',
  searching: '捜索中',
  unavailable: '貸出できません',
};

/** A title at the desk: its copies with where they are, how many wait. */
export function TitlePage({ frame, record }: { frame: Frame; record: RecordDetail }) {
  return (
    <StaffPage frame={frame} title={titleOf(record)}>
      <h1>{titleOf(record)}</h1>
      <p>
        {[record.author, record.publisher, record.year && `${record.year}年`].filter(Boolean).join('　')}
        　書誌の番号 <span class="s-num">{record.recordId}</span>
      </p>
      <p>
        お待ちの方　<b>{record.waiting}人</b>
      </p>
      <h2>資料　{record.copies.length}点</h2>
      <table class="s-table s-table--stack">
        <thead>
          <tr>
            <th scope="col">資料番号</th>
            <th scope="col">請求記号</th>
            <th scope="col">どこに</th>
            <th scope="col">返却期限</th>
          </tr>
        </thead>
        <tbody>
          {record.copies.map((copy) => (
            <tr key={copy.copyId}>
              <th scope="row">
                <a class="s-num s-found" href={`/stock?barcode=${copy.barcode}`}>
                  {copy.barcode}
                </a>
              </th>
              <td>{copy.shelfMark}</td>
              <td>{places[copy.place]}</td>
              <td>{copy.due ? `${shortDate(copy.due)}まで` : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </StaffPage>
  );
}
