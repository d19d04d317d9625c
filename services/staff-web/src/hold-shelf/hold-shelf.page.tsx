import type { CopyToReturn, ReservationId } from '@toshobin/contracts';
import { type CalendarDate, dayOf, isAfter } from '@toshobin/lending-rules';
import type { HeldCopy } from '../desk/card-in-hand.ts';
import { Told } from '../pages/answer.tsx';
import { shortDate } from '../pages/dates.ts';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Pill } from '../pages/marks.tsx';
import { Tap, Way } from '../pages/press.tsx';
import { HeldNote } from '../phone/held-note.tsx';
import { whyNobodys } from '../scans/why-nobodys.ts';
import { putToday } from './put-today.ts';

/** R6. The hold shelf of the prefectural library, in its order: what comes down, and what waits for whom until when. */
export function HoldShelfPage(props: {
  held: readonly HeldCopy[];
  down: readonly CopyToReturn[];
  digitsOf: (reservationId: ReservationId) => string | undefined;
}) {
  const frame = useFrame();
  const { held, down } = props;
  const today = dayOf(frame.now);
  const putNow = putToday(held, frame.now).length;
  return (
    <TitledPage
      title={`取り置き棚　${held.length}点`}
      at="/hold-shelf"
      csv="/lists/hold-shelf.csv"
      heading="取り置き棚"
      beside={`${shortDate(today)}　取り置き ${held.length}点　下ろすもの ${down.length}点`}
    >
      <Told />
      <Part class="stack" id="down" title={`棚から下ろすもの　${down.length}点`}>
        {down.length === 0 ? (
          <p>ありません。</p>
        ) : (
          <p>
            下ろしたら、<a href="/returns">返却受付</a>で1点ずつ読み取ってください。
          </p>
        )}
        <Down rows={down} />
      </Part>
      <Part class="stack" id="held" title={`取り置き中　${held.length}点`}>
        {held.length === 0 ? <p>ありません。</p> : null}
        {putNow > 0 ? (
          <p>
            <Way
              to="/slips/holds?print=1"
              icon="print"
              says={`今日置いた${putNow}点の取り置き票を印刷する`}
            />
          </p>
        ) : null}
        <Held {...props} today={today} />
      </Part>
    </TitledPage>
  );
}

function Down({ rows }: { rows: readonly CopyToReturn[] }) {
  if (rows.length === 0) return null;
  return (
    <Table of={['取り置き番号', '書名・資料番号', 'わけ', '行き先']}>
      {rows.map((row) => (
        <tr key={row.barcode}>
          <th scope="row" class="s-mark">
            {row.holdNumber ?? '－'}
          </th>
          <td>
            {row.title}
            <small class="s-sub">
              <span class="s-num">{row.barcode}</span>　請求記号 {row.shelfMark}
            </small>
          </td>
          <td>
            {row.holdNumber === null ? '窓口貸出の取り消し（取り置き棚にはありません）' : whyNobodys[row.why]}
            <small class="s-sub">{shortDate(dayOf(row.since))}から</small>
          </td>
          <td data-label="行き先">
            {row.awaited ? <Pill tone="next" icon="truck" says="次の予約" /> : '棚へ'}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Held(props: {
  held: readonly HeldCopy[];
  digitsOf: (reservationId: ReservationId) => string | undefined;
  today: CalendarDate;
}) {
  if (props.held.length === 0) return null;
  return (
    <Table
      of={[
        '取り置き番号',
        '書名・資料番号',
        'カード下4桁',
        '棚に置いた日',
        '取り置き期限',
        { name: '取り置き票', look: 'no-print' },
      ]}
    >
      {props.held.map((copy) => (
        <tr key={copy.barcode} data-reservation={copy.reservationId}>
          <th scope="row" class="s-mark">
            {copy.holdNumber}
          </th>
          <td>
            <Tap to={`/timeline/${copy.reservationId}`} says={copy.title} />
            <small class="s-sub">
              <span class="s-num">{copy.barcode}</span>　請求記号 {copy.shelfMark}
            </small>
          </td>
          <td class="s-num" data-label="カード下4桁">
            {props.digitsOf(copy.reservationId) ?? '－'}
          </td>
          <td data-label="棚に置いた日">{shortDate(dayOf(copy.since))}</td>
          <td data-label="取り置き期限">
            <Until day={copy.holdUntil?.date} today={props.today} />
            <HeldNote of={copy.reservationId} from="/hold-shelf" about={copy.holdNumber} />
          </td>
          <td class="no-print">
            <Way
              look="quiet"
              to={`/slips/holds/${copy.barcode}?print=1`}
              unseen={`（${copy.holdNumber}）`}
              says="印刷する"
            />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The last day of a hold: today is yellow, a past one that the process has not ended yet is red. */
function Until({ day, today }: { day: CalendarDate | undefined; today: CalendarDate }) {
  if (day === undefined) return <>お知らせの前</>;
  const words = `${shortDate(day)}まで`;
  if (isAfter(day, today)) return <>{words}</>;
  const isToday = day === today;
  return (
    <Pill
      tone={isToday ? 'ask' : 'stop'}
      icon={isToday ? 'clock' : 'stop'}
      says={isToday ? `今日 ${words}` : `${words}（過ぎています）`}
    />
  );
}
