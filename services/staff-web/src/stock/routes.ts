import { catalogApi } from '@toshobin/contracts';
import { sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { typedInto } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { StockPage } from './stock.page.tsx';

/** The stock, kept by the prefectural desk. */
export function mountStock(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/stock', 'stock', async (call) => {
    const barcode = typedInto(call.request, 'barcode', 64);
    const [found, answer] = await Promise.all([
      barcode === '' ? undefined : deps.catalog.call(catalogApi.readCopy, { params: { barcode } }),
      deps.desk.answer(await call.visit.openSession(), '/stock'),
    ]);
    const copy = found?.ok ? found.value : undefined;
    sendPage(call.response, h(StockPage, { frame: frameOf(deps, call), answer, barcode, copy }));
  });
}
