import { LibraryCodeSchema } from '@toshobin/contracts';
import { addDays, CalendarDateSchema, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import type { StaffCall, StaffRoutes, StaffWebDeps } from '../deps.ts';
import { sendCsv } from '../pages/csv.ts';
import { drawPage } from '../pages/draw-page.ts';
import { StatisticsPage } from './statistics.page.tsx';
import { statisticsLines } from './statistics-lines.ts';

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
