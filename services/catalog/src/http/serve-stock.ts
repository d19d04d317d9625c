import { catalogApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';
import { addCopy } from '../copies/add-copy.ts';
import { changeCopy } from '../copies/change-copy.ts';
import { mendCopy } from '../copies/mend-copy.ts';
import { reportPart } from '../copies/report-part.ts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { readImport, shown } from '../import/report.ts';
import { lastRuns } from '../import/run.ts';
import { addRecord } from '../records/add-record.ts';

/** The stock, as the desk changes it, one record or copy at a time, and what files have brought. */
export function serveStock(router: Router, deps: CatalogDeps & { pool: Pool }): void {
  serve(router, catalogApi.addRecord, ({ body }) => addRecord(deps, body));
  serve(router, catalogApi.addCopy, ({ body }) => addCopy(deps, body));
  serve(router, catalogApi.changeCopy, ({ params, body }) => changeCopy(deps, { ...params, ...body }));
  serve(router, catalogApi.mendCopy, ({ params, body }) => mendCopy(deps, { ...params, ...body }));
  serve(router, catalogApi.reportPart, ({ params, body }) => reportPart(deps, { ...params, ...body }));
  serve(router, catalogApi.withdrawCopy, ({ params, body }) => withdrawCopy(deps, { ...params, ...body }));
  serve(router, catalogApi.imports, async () => allow({ runs: (await lastRuns(deps.pool)).map(shown) }));
  serve(router, catalogApi.readImport, ({ params, query }) => readImport(deps.pool, { ...params, ...query }));
}
