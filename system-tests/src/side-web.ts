import type { Stack } from '@toshobin/infra';
import { mountRoutes, readPatronWebConfig } from '@toshobin/patron-web';
import { createLogger, startService } from '@toshobin/service';
import type { RouteEntry } from '@toshobin/web';
import type { RequestHandler } from 'express';
import type { PatronAccess } from '../../services/patron-web/src/access.ts';
import { openDatabase, openDeps } from '../../services/patron-web/src/open-deps.ts';

/** The patrons' web once more, beside that of a stack and on the same databases, in this process. */
export interface SideWeb {
  readonly url: string;
  /** Every address it serves, and to whom. */
  readonly routes: readonly RouteEntry<PatronAccess>[];
  close(): Promise<void>;
}

/**
 * Opens one for what the stack's own can't show without a restart: another hour of the day (`now`), or another
 * service away (`env` names an address where nobody is), or what looks on at its requests (`before`). Sessions are those of the stack, cookies too: a browser's
 * cookies do not know ports.
 */
export async function openSideWeb(
  stack: Stack,
  portOfItsOwn: number,
  differs: { now?: () => Date; env?: Readonly<Record<string, string>>; before?: RequestHandler } = {},
): Promise<SideWeb> {
  const url = `http://127.0.0.1:${portOfItsOwn}`;
  const config = readPatronWebConfig({
    ...stack.env,
    NODE_ENV: 'test',
    ...differs.env,
    PORT: String(portOfItsOwn),
    PATRON_WEB_URL: url,
  });
  const database = openDatabase(config.PATRON_WEB_DATABASE_URL);
  const log = createLogger('side-web', 'silent');
  const deps = openDeps(config, { database, log }, differs.now);
  let routes: readonly RouteEntry<PatronAccess>[] = [];
  const service = await startService({
    name: 'side-web',
    config,
    log,
    signals: false,
    routes: (app) => {
      if (differs.before) app.use(differs.before);
      routes = mountRoutes(app, deps).list;
    },
  });
  service.onStop('database', () => database.$disconnect());
  return { url, routes, close: () => service.stop() };
}
