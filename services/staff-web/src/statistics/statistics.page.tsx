import type { catalogApi, Library, shippingApi, Turnaround } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { libraryChoices } from '../pages/act-form.tsx';
import { Options } from '../pages/entry.tsx';
import { Part, StaffPage, useNames } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';
import { type Bar, Columns, monthNames, Numbers, Rows } from './charts.tsx';
import { sumsOf, type Told, told, toldWords } from './told.ts';
import { DaysTable } from './turnaround.tsx';

export type Lending = z.output<typeof catalogApi.statistics.answer>['rows'];
type Posting = z.output<typeof shippingApi.parcelStatistics.answer>['rows'];

/** Rows by what a key says, in the order in which the keys come. */
function byKey<T>(rows: readonly T[], keyOf: (row: T) => string): [label: string, rows: readonly T[]][] {
  const keys = [...new Set(rows.map(keyOf))];
  return keys.map((key) => [key, rows.filter((row) => keyOf(row) === key)]);
}

const bar = (label: string, of: Told): Bar => ({ label, parts: [of.drawn], says: toldWords(of) });
const inYen = (yen: number) => yen.toLocaleString('ja-JP');
const MOST_LIBRARIES = 10;

/** 統計: reservations, loans, parcels and postage by month and library; no persons, and few is not told. */
export function StatisticsPage(props: {
  from: CalendarDate;
  until: CalendarDate;
  /** Of every library: what is told of one depends on the others. */
  all: Lending;
  lending: Lending;
  posting: Posting;
  days: readonly Turnaround[];
  library: string | undefined;
  libraries: readonly Library[];
}) {
  const nameOf = useNames();
  const { lending, posting, days } = props;
  const monthName = monthNames([...lending, ...posting].map(({ month }) => month));
  const tell = {
    reservations: sumsOf(props.all, (row) => row.reservations),
    loans: sumsOf(props.all, (row) => row.loans),
    fetched: sumsOf(props.all, (row) => row.fetched),
    expired: sumsOf(props.all, (row) => row.expired),
    cancelled: sumsOf(props.all, (row) => row.cancelled),
  };
  const months = byKey(lending, ({ month }) => monthName(month));
  const byMonth = (what: keyof typeof tell) => months.map(([month, rows]) => bar(month, tell[what](rows)));
  const postage = byKey(posting, ({ month }) => monthName(month)).map(([label, rows]) => {
    const parts = (['yuMail', 'yuPack'] as const).map((mode) =>
      sum(rows.flatMap((row) => (row.mode === mode ? row.yen : []))),
    );
    return { label, parts, says: inYen(sum(parts)) };
  });
  const libraries = byKey(lending, (row) => nameOf(row.library))
    .map(([library, rows]) => bar(library, tell.reservations(rows)))
    .sort((a, b) => sum(b.parts) - sum(a.parts));
  const monthsOf = [...new Set(days.map(({ month }) => month))];
  const librariesOf = [...new Set(days.map(({ library }) => library))];
  const chosen = props.library ? `&library=${props.library}` : '';
  const csv = `/lists/statistics.csv?from=${props.from}&until=${props.until}${chosen}`;
  const ends = [
    bar('受け取られた', tell.fetched(lending)),
    bar('受け取られず期限切れ', tell.expired(lending)),
    bar('キャンセルされた', tell.cancelled(lending)),
  ];
  const yen = sum(posting.map((row) => row.yen));
  return (
    <StaffPage title="統計" at="/statistics" csv={csv}>
      <div class="s-title">
        <h1>統計</h1>
        <form class="cluster s-inline" action="/statistics">
          <label for="from">はじめの日</label>
          <input class="input" id="from" name="from" type="date" value={props.from} required />
          <label for="until">終わりの日</label>
          <input class="input" id="until" name="until" type="date" value={props.until} required />
          <label for="library">受取館</label>
          <select class="select" id="library" name="library">
            <option value="">すべて</option>
            <Options of={libraryChoices(props.libraries)} chosen={props.library} />
          </select>
          <Submit look="second" says="表示する" />
        </form>
      </div>
      <dl class="s-figures">
        <Figure name="予約" of={tell.reservations(lending)} unit="件" />
        <Figure name="貸出" of={tell.loans(lending)} unit="点" />
        <Figure name="小包" of={told(sum(posting.map((row) => row.parcels)))} unit="個" />
        <Figure name="送料" of={told(yen)} unit="円" />
      </dl>
      <div class="s-charts">
        <Chart title="月ごとの予約（件）" bars={byMonth('reservations')} column="件" />
        <Chart title="月ごとの貸出（点）" bars={byMonth('loans')} column="点" />
        <Chart title="期限までに受け取られなかった予約（件）" bars={byMonth('expired')} column="件" />
        <section class="s-panel s-chart">
          <h2>月ごとの送料（円）</h2>
          <p class="s-tally">
            <span>
              <svg class="s-key" width="22" height="16" aria-hidden="true">
                <rect class="a" width="22" height="16" />
              </svg>{' '}
              ゆうメール
            </span>
            <span>
              <svg class="s-key" width="22" height="16" aria-hidden="true">
                <rect class="b" fill="url(#hatch)" width="22" height="16" />
              </svg>{' '}
              ゆうパック
            </span>
          </p>
          <Columns bars={postage} says={saying('月ごとの送料', postage)} />
          <Numbers
            caption="月ごとの送料（円）"
            columns={['月', 'ゆうメール', 'ゆうパック']}
            rows={postage.map(({ label, parts }) => ({ label, cells: parts.map(inYen) }))}
          />
        </section>
        <Ranked title="終わった予約" column="どう終わったか" bars={ends} />
        <Ranked title="受取館ごとの予約" column="受取館" bars={libraries} most={MOST_LIBRARIES} />
      </div>
      <Part class="s-panel stack stack--s" id="days" title="受け取りまでの日数（受け取られた月ごと）">
        <p>どの列も、その前の列からの日数の平均です。はじめの列は、予約から順番が来るまでを数えます。</p>
        {days.length === 0 ? <p>この間に受け取られた予約はありません。</p> : null}
        <DaysTable
          of="月"
          rows={monthsOf.map((month) => ({
            key: month,
            name: `${month.slice(0, 4)}年${Number(month.slice(5))}月`,
            rows: days.filter((row) => row.month === month),
          }))}
        />
        <details class="s-fold-days">
          <summary>受取館ごとに見る</summary>
          <DaysTable
            of="受取館"
            rows={librariesOf.map((code) => ({
              key: code,
              name: nameOf(code),
              rows: days.filter(({ library }) => library === code),
            }))}
          />
        </details>
      </Part>
      <p>
        だれの予約かが分からないように、1〜4件のところは数の代わりに「少数」と表示します。引き算で分かる合計は、表示した分だけを数えて「以上」を付けます。
      </p>
    </StaffPage>
  );
}

function Figure({ name, of, unit }: { name: string; of: Told; unit: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{of.number}</b>
        {of.number === '少数' ? '' : unit}
        {of.isWhole ? '' : '以上'}
      </dd>
    </div>
  );
}

function Chart({ title, bars, column }: { title: string; bars: readonly Bar[]; column: string }) {
  return (
    <section class="s-panel s-chart">
      <h2>{title}</h2>
      <Columns bars={bars} says={saying(title, bars)} />
      <Numbers
        caption={title}
        columns={['月', column]}
        rows={bars.map(({ label, says }) => ({ label, cells: [says] }))}
      />
    </section>
  );
}

/** Bars below each other, the first so many of them; the numbers are of all. */
function Ranked(props: { title: string; column: string; bars: readonly Bar[]; most?: number }) {
  const { title, bars } = props;
  const first = bars.slice(0, props.most);
  return (
    <section class="s-panel s-chart">
      <h2>{title}（件）</h2>
      <Rows bars={first} says={saying(title, first)} />
      <Numbers
        caption={title}
        columns={[props.column, '件']}
        rows={bars.map(({ label, says }) => ({ label, cells: [says] }))}
      />
    </section>
  );
}

function saying(title: string, bars: readonly Bar[]): string {
  if (bars.length === 0) return `${title}。まだありません`;
  return `${title}。${bars.map(({ label, says }) => `${label} ${says}`).join('、')}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
