import { addDays, CalendarDateSchema, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import { drawPage } from '../pages/draw-page.ts';
import { PostagePage } from './postage.page.tsx';

/** R11. What the parcels of some days cost; the last thirty, if nothing is asked for. */
export function mountPostage(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/postage', 'postage', async (call) => {
    const today = dayOf(instantFromDate(deps.now()));
    const until = CalendarDateSchema.safeParse(call.request.query.until).data ?? today;
    const from = CalendarDateSchema.safeParse(call.request.query.from).data ?? addDays(until, -30);
    const report = await deps.shipping.postage({ query: { from, until } });
    if (!report.ok) pageFault(422);
    const nameOf = await deps.libraries.names();
    drawPage(deps, call, PostagePage, { from, until, report: report.value, nameOf });
  });
}
