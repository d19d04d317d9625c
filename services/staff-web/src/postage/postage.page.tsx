import type { shippingApi } from '@toshobin/contracts';
import { type CalendarDate, formatDateJa } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { Entry } from '../pages/entry.tsx';
import { StaffPage, useNames } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Submit } from '../pages/press.tsx';
import { modeWords } from '../parcels/parcel-words.ts';

export function PostagePage(props: {
  from: CalendarDate;
  until: CalendarDate;
  report: z.output<typeof shippingApi.postage.answer>;
}) {
  const nameOf = useNames();
  const { from, until, report } = props;
  const unknown = report.rows.reduce((sum, row) => sum + row.unknown, 0);
  return (
    <StaffPage title="郵送料" at="/postage" csv={`/lists/postage.csv?from=${from}&until=${until}`}>
      <h1>郵送料　{report.totalYen.toLocaleString('ja-JP')}円</h1>
      <form class="stack form" action="/postage">
        <Entry label="はじめの日" id="from" type="date" value={from} required />
        <Entry label="終わりの日（この日まで）" id="until" type="date" value={until} required />
        <Submit says="表示する" />
      </form>
      {report.rows.length === 0 ? <p>この間に発送した小包はありません。</p> : null}
      <Table class="table table--stack" of={['館', '送り方', '小包', '資料', '郵送料']}>
        {report.rows.map((row) => (
          <tr key={`${row.library} ${row.mode}`}>
            <td data-label="館">{nameOf(row.library)}</td>
            <td data-label="送り方">{modeWords[row.mode]}</td>
            <td data-label="小包">{row.parcels}個</td>
            <td data-label="資料">{row.copies}点</td>
            <td data-label="郵送料">
              {row.yen.toLocaleString('ja-JP')}円
              {row.unknown > 0 ? (
                <small class="s-sub">ほかに、料金の分からない小包 {row.unknown}個</small>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      {unknown > 0 ? <p>料金の分からない小包{unknown}個は、郵送料に入っていません。</p> : null}
      <p class="small">
        {formatDateJa(report.rates.validFrom)}からの料金表によります（{report.rates.source}）。
      </p>
    </StaffPage>
  );
}
