import { staffWebApi } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { addCopy, addRecord, changeCopy, declareLost, withdrawCopy } from './keep-stock.ts';

export function mountStockApi(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.api(staffWebApi.addRecord, 'stock', ({ body, visit }) => addRecord(deps, staffOf({ visit }), body));
  routes.api(staffWebApi.addCopy, 'stock', ({ body, visit }) => addCopy(deps, staffOf({ visit }), body));
  routes.api(staffWebApi.changeCopy, 'stock', ({ params, body, visit }) =>
    changeCopy(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.withdrawCopy, 'stock', ({ params, body, visit }) =>
    withdrawCopy(deps, staffOf({ visit }), { ...params, ...body }),
  );
  routes.api(staffWebApi.declareLost, 'stock', ({ params, body, visit }) =>
    declareLost(deps, staffOf({ visit }), { ...params, ...body }),
  );
}
