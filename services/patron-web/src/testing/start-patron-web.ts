import { fileURLToPath } from 'node:url';
import {
  catalogApi,
  LibraryCodeSchema,
  type PatronRow,
  patronApi,
  ReservationIdSchema,
  shippingApi,
} from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { allow, calendarDate, deadlineOn, instant, refuse } from '@toshobin/lending-rules';
import {
  createLogger,
  operationsOf,
  type RunningService,
  type ServiceClient,
  ServiceFault,
  startService,
} from '@toshobin/service';
import { KnownLibraries } from '@toshobin/web';
import { fakeService } from '@toshobin/web/testing';
import { readPatronWebConfig } from '../config.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { mountRoutes } from '../mount-routes.ts';
import { coversFrom, openDatabase, openDeps } from '../open-deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { fakeCatalog } from './fake-catalog.ts';
import { type Account, fakePatron, newAccount } from './fake-patron.ts';
import { fakeProcess, type Heard, type World } from './fake-process.ts';

export { hanako, LINK_TOKEN } from './hanako.ts';

const library = (code: string, name: string, reading: string, region: string | null) => ({
  code,
  name,
  reading,
  region,
  order: region === null ? 0 : 1,
  phone: '0964-00-0000',
  arrival: 'scan',
  calendar: { closedWeekdays: [], closedDates: [], closures: [] },
  pausedFrom: null,
  reopens: null,
});

const place = (latitude: number, longitude: number) => ({
  address: { postcode: '000-0001', lines: ['例県例市例町1番地'] },
  hours: { weekdays: '09:30-18:00', weekends: '09:30-17:00' },
  location: { latitude, longitude },
  guidance: '',
});

export interface TestWeb {
  service: RunningService;
  routes: PatronRoutes;
  database: PrismaClient;
  heard: Heard;
  /** What the next calls find: the patron, the process, the rows of My Library. */
  world: World;
  /** What the patron service keeps of the one patron: password, address, preferences, history. */
  account: Account;
  deps: PatronWebDeps;
  stop(): Promise<void>;
}

/**
 * The patrons' web on a real database of its own, with three small services in the same process. A test about the time
 * of the day brings its clock and its closing hours.
 */
export async function startPatronWeb(
  settings: { now?: () => Date; maintenanceWindow?: string; coverSource?: string } = {},
): Promise<TestWeb> {
  const postgres = await startTestPostgres();
  const url = await postgres.createMigrated(
    'patron_web',
    fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
  );
  const config = readPatronWebConfig({
    NODE_ENV: 'test',
    PORT: '0',
    PATRON_WEB_DATABASE_URL: url,
    PATRON_WEB_URL: 'http://127.0.0.1:4000',
    CATALOG_URL: 'http://127.0.0.1:1',
    PATRON_URL: 'http://127.0.0.1:1',
    SHIPPING_URL: 'http://127.0.0.1:1',
    WORKFLOWS_URL: 'http://127.0.0.1:1',
    MAIL_FROM: 'library@example.jp',
    UNION_SEARCH_URL: 'https://union.example.jp/?isbn={isbn}',
    UNION_SEARCH_WORDS_URL: 'https://union.example.jp/?words={words}',
    COVER_SOURCE_URL: settings.coverSource ?? '',
    MAINTENANCE_WINDOW: settings.maintenanceWindow ?? 'off',
  });
  const database = openDatabase(url);
  const log = createLogger('patron-web', 'silent');
  const heard: Heard = {
    applications: new Map(),
    pickups: new Map(),
    admissions: [],
    wishes: [],
    cards: new Map(),
    mails: 0,
  };
  const world: World = {
    scope: 'full',
    process: 'answers',
    rows: [],
    cardStatus: 'valid',
    expiresOn: null,
    emailStatus: 'verified',
    loans: 0,
    reservations: 0,
    lastPickupLibrary: null,
    applying: 'answers',
    catalog: 'answers',
    position: null,
    noCopyLeft: false,
    lost: false,
    preview: allow({
      due: deadlineOn(calendarDate('2026-12-22')),
      present: deadlineOn(calendarDate('2026-12-15')),
    }),
    calendar: { closedWeekdays: [], closedDates: [], closures: [] },
    pausedFrom: null,
  };
  const account = newAccount();
  const inner = services(world, heard, account);
  const deps: PatronWebDeps = {
    ...openDeps(config, { database, log }, settings.now),
    ...inner,
    process: fakeProcess(world, heard),
    covers: coversFrom(config, { catalog: inner.catalog, now: settings.now ?? (() => new Date()), log }),
  };
  let routes: PatronRoutes | undefined;
  const service = await startService({
    name: 'patron-web',
    config,
    log,
    signals: false,
    routes: (app) => {
      routes = mountRoutes(app, deps);
    },
  });
  if (!routes) throw new Error('no routes were mounted');
  return {
    service,
    deps,
    routes,
    database,
    heard,
    world,
    account,
    stop: () => stopAll(service, database, postgres),
  };
}

async function stopAll(service: RunningService, database: PrismaClient, postgres: TestPostgres) {
  await service.stop();
  await database.$disconnect();
  await postgres.stop();
}

function services(world: World, heard: Heard, account: Account) {
  const catalog = fakeService('catalog', fakeCatalog(world));
  const patron = fakeService('patron', [
    ...fakePatron(account, world, heard),
    {
      operation: patronApi.apply,
      answer: ({ body }) => {
        const { reservationId, recordId, pickupLibrary } = Object(body);
        if (world.applying === 'away') throw new ServiceFault('patron', 'could not be reached');
        const known = heard.applications.get(recordId);
        if (known !== undefined && known !== reservationId) return refuse('ALREADY_RESERVED');
        if ((heard.pickups.get(reservationId) ?? pickupLibrary) !== pickupLibrary)
          return refuse('STATE_CHANGED');
        heard.applications.set(recordId, reservationId);
        heard.pickups.set(reservationId, pickupLibrary);
        const reservationNumber = `R-${heard.applications.size}`;
        return allow({ reservationId, reservationNumber, appliedAt: instant('2026-11-24T03:00:00Z') });
      },
    },
    { operation: patronApi.myLibrary, answer: () => allow({ rows: world.rows }) },
    {
      operation: patronApi.readReservation,
      answer: ({ params }) => {
        const { reservationId } = Object(params);
        const row = world.rows.find((one) => one.reservationId === reservationId);
        return row ? allow({ row, holderHasOtherOverdue: false }) : refuse('NOT_FOUND');
      },
    },
  ]);
  const shipping = fakeService('shipping', [
    {
      operation: shippingApi.libraries,
      answer: () =>
        allow({
          prefectural: library('pref', '県立図書館', 'けんりつ としょかん', null),
          regions: [
            {
              name: '宇城地域',
              libraries: [
                {
                  ...library('uto', '宇土市立図書館', 'うと しりつ としょかん', '宇城地域'),
                  pausedFrom: world.pausedFrom,
                  calendar: world.calendar,
                },
                library('uki', '宇城市立図書館', 'うき しりつ としょかん', '宇城地域'),
                {
                  ...library('misato', '美里町図書館', 'みさと まち としょかん', '宇城地域'),
                  pausedFrom: '2026-01-01',
                  reopens: '2099-04-01',
                },
              ],
            },
          ],
          nextDispatchDay: '2026-11-26',
          dispatchDaysAWeek: 2,
        }),
    },
    {
      operation: shippingApi.places,
      answer: () =>
        allow({
          places: [
            { library: 'pref', place: place(32.79, 130.74) },
            { library: 'uto', place: place(32.69, 130.66) },
            {
              library: 'uki',
              place: { ...place(32.65, 130.68), guidance: '2階のカウンターでお渡しします。' },
            },
          ],
          holidays: ['2026-11-23'],
        }),
    },
  ]);
  return {
    catalog: operationsOf(
      unlessAway(catalog, () => world.catalog === 'away'),
      catalogApi,
    ),
    patron: operationsOf(patron, patronApi),
    // Read anew each time, so that a test may pause one.
    libraries: new KnownLibraries(shipping, anHourLater()),
  };
}

/** The service, which can't be reached at times. */
function unlessAway(service: ServiceClient, isAway: () => boolean): ServiceClient {
  return {
    async call(endpoint, input) {
      if (isAway()) throw new ServiceFault('catalog', 'could not be reached');
      return service.call(endpoint, input);
    },
  };
}

/** A clock that goes an hour further at every look. */
function anHourLater(): () => Date {
  let at = Date.now();
  return () => {
    at += 3_600_000;
    return new Date(at);
  };
}

/** A row of My Library. */
export function row(reservationId: string, state: PatronRow['state']): PatronRow {
  return {
    reservationId: ReservationIdSchema.parse(reservationId),
    reservationNumber: 'R-1',
    holdNumber: state === 'ready' ? 'A-0042' : null,
    recordId: '1',
    title: '坊っちゃん',
    pickupLibrary: catalogLibrary,
    state,
    appliedAt: instant('2026-11-01T03:00:00Z'),
    plannedDispatchDay: null,
    expectedDate: null,
    holdUntil: null,
    resumesOn: null,
    keptUntil: null,
    othersWaiting: false,
    due: deadlineOn(calendarDate('2026-12-15')),
    extended: false,
    refusal: null,
    protectiveCover: false,
    open: true,
    position: null,
    waitEstimate: null,
  };
}
const catalogLibrary = LibraryCodeSchema.parse('uto');
