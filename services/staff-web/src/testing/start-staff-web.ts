import { fileURLToPath } from 'node:url';
import { startTestPostgres } from '@toshobin/database/testing';
import { createLogger, type RunningService, startService } from '@toshobin/service';
import { KnownLibraries } from '@toshobin/web';
import { prismaAccounts } from '../accounts/accounts.ts';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import { readStaffWebConfig } from '../config.ts';
import type { StaffRoutes, StaffWebDeps } from '../deps.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { mountRoutes } from '../mount-routes.ts';
import { openDatabase, openDeps } from '../open-deps.ts';
import { WhatWaits } from '../what-waits/what-waits.ts';
import { fakeServices } from './fake-services.ts';
import { lettersOf } from './letters.ts';
import { processesOf, processIn } from './processes-in-test.ts';
import { type World, worldAsUsual } from './world.ts';

export interface TestStaffWeb {
  service: RunningService;
  routes: StaffRoutes;
  database: PrismaClient;
  deps: StaffWebDeps;
  /** Loan slots claimed and given back, and fact ids of scans, in the order they were asked for. */
  heard: string[];
  /** What the next calls find. */
  world: World;
  stop(): Promise<void>;
}

/**
 * The staff's web on a real database of its own with the demo accounts, and three small services in the same process;
 * without a second factor unless told.
 */
export async function startStaffWeb(
  settings: { secondFactor?: 'required' | 'off'; now?: () => Date } = {},
): Promise<TestStaffWeb> {
  const postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('staff_web', migrations);
  const config = readStaffWebConfig({
    NODE_ENV: 'test',
    PORT: '0',
    STAFF_WEB_DATABASE_URL: url,
    STAFF_WEB_URL: 'http://127.0.0.1:4001',
    PATRON_WEB_URL: 'http://127.0.0.1:4000',
    CATALOG_URL: 'http://127.0.0.1:1',
    PATRON_URL: 'http://127.0.0.1:1',
    SHIPPING_URL: 'http://127.0.0.1:1',
    WORKFLOWS_URL: 'http://127.0.0.1:1',
    KAFKA_BROKERS: '127.0.0.1:1',
    TEMPORAL_UI_URL: 'http://127.0.0.1:4002',
    STAFF_SECOND_FACTOR: settings.secondFactor ?? 'off',
  });
  const database = openDatabase(url);
  await prismaAccounts(database).add(demoAccounts.map(({ who: _who, ...account }) => account));
  const log = createLogger('staff-web', 'silent');
  const heard: string[] = [];
  const world = worldAsUsual();
  const own = {
    database,
    deadLetters: lettersOf(world, heard),
    log,
  };
  const opened = { ...openDeps(config, own, settings.now), whatWaits: new WhatWaits() };
  const faked = fakeServices(world, heard);
  const libraries = new KnownLibraries(faked.shipping, opened.now);
  const processes = processesOf(world, heard, opened.now);
  const deps: StaffWebDeps = { ...opened, ...faked, process: processIn(heard), processes, libraries };
  let routes: StaffRoutes | undefined;
  const service = await startService({
    name: 'staff-web',
    config,
    log,
    signals: false,
    routes: (app) => {
      routes = mountRoutes(app, deps);
    },
  });
  if (!routes) throw new Error('no routes were mounted');
  const stop = async () => {
    await service.stop();
    await deps.whatWaits.counted();
    await database.$disconnect();
    await postgres.stop();
  };
  return { service, routes, database, deps, heard, world, stop };
}
