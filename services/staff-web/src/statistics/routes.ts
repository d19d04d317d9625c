import { catalogApi, shippingApi } from '@toshobin/contracts';
import { addDays, CalendarDateSchema, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { StatisticsPage } from './statistics.page.tsx';

/** What is shown while nothing is asked for. */
const LAST_DAYS = 334;

/** 統計 of some days; the last eleven months, if nothing is asked for. */
export function mountStatistics(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/statistics', 'statistics', async (call) => {
    const { query } = call.request;
    const until = CalendarDateSchema.safeParse(query.until).data ?? dayOf(instantFromDate(deps.now()));
    const from = CalendarDateSchema.safeParse(query.from).data ?? addDays(until, -LAST_DAYS);
    const asked = { query: { from, until } };
    const [lending, posting] = await Promise.all([
      deps.catalog.call(catalogApi.statistics, asked),
      deps.shipping.call(shippingApi.parcelStatistics, asked),
    ]);
    if (!lending.ok || !posting.ok) pageFault(422);
    const page = {
      frame: frameOf(deps, call),
      from,
      until,
      lending: lending.value.rows,
      posting: posting.value.rows,
      nameOf: await deps.libraries.names(),
    };
    sendPage(call.response, h(StatisticsPage, page));
  });
}
