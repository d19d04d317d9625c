import { importReport } from '@toshobin/contracts';
import { csvLine } from '@toshobin/service';
import { z } from 'zod';
import type { StaffCall, StaffRoutes, StaffWebDeps } from '../deps.ts';
import { drawPage, namedIn, orFault } from '../pages/draw-page.ts';
import { ImportPage, ImportsPage } from './imports.page.tsx';

const RunId = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const After = z
  .string()
  .regex(/^\d{1,18}$/)
  .catch('0');

/** 目録の取り込み: files that were read into the catalogue, and what of them was not taken, as a page and as a table. */
export function mountImports(routes: StaffRoutes, deps: StaffWebDeps): void {
  const linesAfter = async (call: StaffCall, after: string) => {
    const params = { runId: namedIn(call, 'run', RunId) };
    return orFault(await deps.catalog.readImport({ params, query: { after } }));
  };
  routes.page('/imports', 'imports', async (call) => {
    drawPage(deps, call, ImportsPage, orFault(await deps.catalog.imports()));
  });
  routes.page('/imports/:run', 'imports', async (call) => {
    drawPage(deps, call, ImportPage, await linesAfter(call, After.parse(call.request.query.after)));
  });
  routes.page('/imports/:run/refused.csv', 'imports', async (call) => {
    let found = await linesAfter(call, '0');
    call.response.status(200).set({
      'Content-Type': 'text/csv; charset=UTF-8',
      'Content-Disposition': `attachment; filename="import-${found.run.id}.csv"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    call.response.write(`\ufeff${csvLine(importReport.head)}`);
    for (;;) {
      call.response.write(found.lines.map((line) => csvLine(importReport.cells(line))).join(''));
      const last = found.lines.at(-1);
      if (last === undefined || !found.more) break;
      found = await linesAfter(call, last.id);
    }
    call.response.end();
  });
}
