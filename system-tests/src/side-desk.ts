import { deadLetterBox } from '@toshobin/events';
import type { Stack } from '@toshobin/infra';
import { createLogger, kafkaAt, startService } from '@toshobin/service';
import { mountRoutes, readStaffWebConfig } from '@toshobin/staff-web';
import type { RequestHandler } from 'express';
import type { StaffRoutes } from '../../services/staff-web/src/deps.ts';
import { openDatabase, openDeps } from '../../services/staff-web/src/open-deps.ts';
import { WhatWaits } from '../../services/staff-web/src/what-waits/what-waits.ts';

/** The staff's web once more, beside that of a stack and on the same databases, in this process. */
export interface SideDesk {
  readonly url: string;
  /** Every address it serves, and to whom. */
  readonly routes: StaffRoutes['list'];
  close(): Promise<void>;
}

/**
 * Opens one for what the stack's own can't show: another day (`now`), another address (`publicUrl`), another setting (`env`), or what looks on at its requests (`before`). Sessions are
 * those of the stack, cookies too: a browser's cookies do not know ports.
 */
export async function openSideDesk(
  stack: Stack,
  portOfItsOwn: number,
  differs: {
    publicUrl?: string;
    env?: Readonly<Record<string, string>>;
    now?: () => Date;
    before?: RequestHandler;
  } = {},
): Promise<SideDesk> {
  const url = `http://127.0.0.1:${portOfItsOwn}`;
  const config = readStaffWebConfig({
    ...stack.env,
    NODE_ENV: 'test',
    ...differs.env,
    PORT: String(portOfItsOwn),
    STAFF_WEB_URL: differs.publicUrl ?? url,
  });
  const database = openDatabase(config.STAFF_WEB_DATABASE_URL);
  const log = createLogger('side-desk', 'silent');
  const deadLetters = deadLetterBox(kafkaAt(config), log);
  const opened = openDeps(config, { database, deadLetters, log }, differs.now);
  const deps = { ...opened, whatWaits: new WhatWaits() };
  let routes: StaffRoutes['list'] = [];
  const service = await startService({
    name: 'side-desk',
    config,
    log,
    signals: false,
    routes: (app) => {
      if (differs.before) app.use(differs.before);
      routes = mountRoutes(app, deps).list;
    },
  });
  service.onStop('database', () => database.$disconnect());
  service.onStop('dead letters', () => deadLetters.close());
  return { url, routes, close: () => service.stop() };
}
