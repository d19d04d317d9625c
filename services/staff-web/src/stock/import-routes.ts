import { catalogApi, importReport } from '@toshobin/contracts';
import { csvLine } from '@toshobin/service';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { StaffRoutes } from '../staff-routes.ts';
import { ImportPage, ImportsPage } from './imports.page.tsx';

const RunId = z.string().regex(/^\d{1,9}$/);
const After = z
  .string()
  .regex(/^\d{1,18}$/)
  .catch('0');

/** 目録の取り込み: files that were read into the catalogue, and what of them was not taken, as a page and as a table. */
export function mountImports(routes: StaffRoutes, deps: StaffWebDeps): void {
  const linesAfter = async (runId: unknown, after: string) => {
    const read = RunId.safeParse(runId);
    if (!read.success) return pageFault(404);
    const found = await deps.catalog.call(catalogApi.readImport, {
      params: { runId: Number(read.data) },
      query: { after },
    });
    return found.ok ? found.value : pageFault(404);
  };
  routes.page('/imports', 'imports', async (call) => {
    const listed = await deps.catalog.call(catalogApi.imports, {});
    if (!listed.ok) pageFault(404);
    sendPage(call.response, h(ImportsPage, { frame: frameOf(deps, call), runs: listed.value.runs }));
  });
  routes.page('/imports/:run', 'imports', async (call) => {
    const after = After.parse(call.request.query.after);
    const found = await linesAfter(call.request.params.run, after);
    sendPage(call.response, h(ImportPage, { frame: frameOf(deps, call), ...found }));
  });
  routes.page('/imports/:run/refused.csv', 'imports', async (call) => {
    const { run } = call.request.params;
    let found = await linesAfter(run, '0');
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
      found = await linesAfter(run, last.id);
    }
    call.response.end();
  });
}
