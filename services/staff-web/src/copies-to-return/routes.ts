import { catalogApi, staffWebApi } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { CopiesToReturnPage } from './copies-to-return.page.tsx';

/** The copies at the account's own library whose reservation ended. */
export function mountCopiesToReturn(routes: StaffRoutes, deps: StaffWebDeps): void {
  const listed = ({ library }: Staff) => deps.catalog.call(catalogApi.copiesToReturn, { query: { library } });
  routes.page('/copies-to-return', 'copiesToReturn', async (call) => {
    const list = await listed(staffOf(call));
    if (!list.ok) pageFault(404);
    const atBranch = staffOf(call).role === 'pickupLibrary';
    const [frame, nameOf] = [frameOf(deps, call), await deps.libraries.names()];
    const library = nameOf(staffOf(call).library);
    sendPage(call.response, h(CopiesToReturnPage, { frame, rows: list.value.rows, atBranch, library }));
  });
  routes.api(staffWebApi.copiesToReturn, 'copiesToReturn', ({ visit }) => listed(staffOf({ visit })));
}
