import { LibraryCodeSchema, type Turnaround } from '@toshobin/contracts';
import { addDays, CalendarDateSchema, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import type { StaffCall, StaffRoutes, StaffWebDeps } from '../deps.ts';
import { type Cell, sendCsv } from '../pages/csv.ts';
import { drawPage } from '../pages/draw-page.ts';
import { type Lending, StatisticsPage } from './statistics.page.tsx';
import { told } from './told.ts';
import { steps, stepWords, tookOf } from './turnaround.tsx';

/** What is shown while nothing is asked for. */
const LAST_DAYS = 334;

/** 統計 of some days; the last eleven months, if nothing is asked for. */
export function mountStatistics(routes: StaffRoutes, deps: StaffWebDeps): void {
  const read = async (call: StaffCall) => {
    const { query } = call.request;
    const until = CalendarDateSchema.safeParse(query.until).data ?? dayOf(instantFromDate(deps.now()));
    const from = CalendarDateSchema.safeParse(query.from).data ?? addDays(until, -LAST_DAYS);
    const library = LibraryCodeSchema.safeParse(query.library).data;
    const asked = { query: { from, until } };
    const [lending, posting, days, libraries, nameOf] = await Promise.all([
      deps.catalog.statistics(asked),
      deps.shipping.parcelStatistics(asked),
      deps.catalog.turnaround(asked),
      deps.libraries.all(),
      deps.libraries.names(),
    ]);
    if (!lending.ok || !posting.ok || !days.ok) pageFault(422);
    const of = <T extends { library: string }>(rows: readonly T[]) =>
      rows.filter((row) => library === undefined || row.library === library);
    return {
      ...{ from, until, library, libraries, nameOf },
      all: lending.value.rows,
      lending: of(lending.value.rows),
      posting: of(posting.value.rows),
      days: of(days.value.rows),
    };
  };
  routes.page('/statistics', 'statistics', async (call) => {
    drawPage(deps, call, StatisticsPage, { ...(await read(call)) });
  });
  routes.page('/lists/statistics.csv', 'statistics', async (call) => {
    const found = await read(call);
    sendCsv(call.response, `statistics-${found.from}-${found.until}`, statisticsLines(found));
  });
}

/** 統計 as a file: a line a month and library, few as little told as on the page. */
function statisticsLines(of: {
  lending: Lending;
  days: readonly Turnaround[];
  nameOf: (code: string) => string;
}): readonly (readonly Cell[])[] {
  const head = ['月', '受取館', '予約', '貸出', '受け取られた', '受け取られず期限切れ', 'キャンセルされた'];
  const columns = steps.flatMap((step) => [`${stepWords[step]}（平均日数）`, `${stepWords[step]}（最長）`]);
  const lines = of.lending.map((row) => {
    const own = of.days.filter(({ month, library }) => month === row.month && library === row.library);
    const counts = [row.reservations, row.loans, row.fetched, row.expired, row.cancelled].map((count) =>
      told(count).drawn === count ? count : told(count).number,
    );
    const took = steps.flatMap((step) => {
      const { mean, longest } = tookOf(own, step);
      return [mean, longest];
    });
    return [row.month, of.nameOf(row.library), ...counts, ...took];
  });
  return [[...head, ...columns], ...lines];
}
