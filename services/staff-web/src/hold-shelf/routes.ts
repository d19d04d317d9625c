import { PREFECTURAL_LIBRARY, staffWebApi } from '@toshobin/contracts';
import { cardDigits } from '../cards/card-digits.ts';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerOnce, drawPage, orFault } from '../pages/draw-page.ts';
import { HoldShelfPage } from './hold-shelf.page.tsx';

/** R6. The prefectural hold shelf, and for both kinds of desk what goes back from theirs. */
export function mountHoldShelf(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/hold-shelf', 'holdShelf', async (call) => {
    const query = { library: PREFECTURAL_LIBRARY };
    const [held, down] = await Promise.all([
      deps.catalog.heldCopies({ query }).then(orFault),
      deps.catalog.copiesToReturn({ query }).then(orFault),
    ]);
    const ids = held.rows.map(({ reservationId }) => reservationId);
    const [digitsOf, cancelling, answer] = await Promise.all([
      cardDigits(deps, held.rows),
      deps.heldCancellations.of(ids),
      answerOnce(deps, call, '/hold-shelf'),
    ]);
    const shelf = { held: held.rows, down: down.rows, cancelling, answer, digitsOf };
    drawPage(deps, call, HoldShelfPage, shelf);
  });
  routes.api(staffWebApi.copiesToReturn, 'copiesToReturn', async ({ visit }) => {
    const { library } = staffOf({ visit });
    const list = await deps.catalog.copiesToReturn({ query: { library } });
    if (!list.ok) return list;
    const rows = list.value.rows.map(({ title: _, reservationId: _id, ...row }) => row);
    return { ok: true, value: { rows } };
  });
}
