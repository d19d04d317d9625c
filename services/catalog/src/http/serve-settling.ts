import { catalogApi } from '@toshobin/contracts';
import { allow, dayOf } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import type { CatalogDeps } from '../catalog-deps.ts';
import { settleLoan } from '../loans/settle-loan.ts';
import { takeBackSettlement } from '../loans/take-back-settlement.ts';
import { unreturnedLoans } from '../loans/unreturned-loans.ts';

/** What becomes of loans whose books do not come back. */
export function serveSettling(router: Router, deps: CatalogDeps): void {
  serve(router, catalogApi.unreturnedLoans, async ({ query }) => {
    const today = dayOf(deps.now());
    return allow({ rows: await unreturnedLoans(deps.db, { ...query, today }) });
  });
  serve(router, catalogApi.settleLoan, ({ params, body }) => settleLoan(deps, { ...params, ...body }));
  serve(router, catalogApi.takeBackSettlement, ({ params, body }) =>
    takeBackSettlement(deps, { ...params, ...body }),
  );
}
