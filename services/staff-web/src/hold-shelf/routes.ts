import { catalogApi, PREFECTURAL_LIBRARY, staffWebApi } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { cardDigits } from '../cards/card-digits.ts';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { HoldShelfPage } from './hold-shelf.page.tsx';

/** R6. The prefectural hold shelf, and for both kinds of desk what goes back from theirs. */
export function mountHoldShelf(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/hold-shelf', 'holdShelf', async (call) => {
    const query = { library: PREFECTURAL_LIBRARY };
    const [held, down] = await Promise.all([
      deps.catalog.call(catalogApi.heldCopies, { query }),
      deps.catalog.call(catalogApi.copiesToReturn, { query }),
    ]);
    if (!held.ok || !down.ok) pageFault(404);
    const ids = held.value.rows.map(({ reservationId }) => reservationId);
    const [digits, cancelling, answer] = await Promise.all([
      cardDigits(deps, ids),
      deps.heldCancellations.of(ids),
      deps.desk.answer(await call.visit.openSession(), '/hold-shelf'),
    ]);
    const shelf = { held: held.value.rows, down: down.value.rows, cancelling, answer };
    const digitsOf = (reservationId: string) => digits.get(reservationId);
    sendPage(call.response, h(HoldShelfPage, { frame: frameOf(deps, call), ...shelf, digitsOf }));
  });
  routes.api(staffWebApi.copiesToReturn, 'copiesToReturn', async ({ visit }) => {
    const { library } = staffOf({ visit });
    const list = await deps.catalog.call(catalogApi.copiesToReturn, { query: { library } });
    if (!list.ok) return list;
    return { ok: true, value: { rows: list.value.rows.map(({ title: _, ...row }) => row) } };
  });
}
