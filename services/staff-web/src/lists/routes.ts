import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { sendCsv } from '../pages/csv.ts';
import { listFiles } from './list-files.ts';

/** Every list as a file that a spreadsheet opens; that one was taken is written down. */
export function mountLists(routes: StaffRoutes, deps: StaffWebDeps): void {
  for (const { path, may, columns, rows } of listFiles) {
    routes.page(path, may, async (call) => {
      const lines = await rows({ deps, call, nameOf: await deps.libraries.names() });
      const name = path.replace(/^.*\/(.*)\.csv$/, '$1');
      await deps.audit.done(staffOf(call), 'saveList', `list ${name}`);
      sendCsv(call.response, name, [columns, ...lines]);
    });
  }
}
