import { fileURLToPath } from 'node:url';
import {
  CopyIdSchema,
  catalogApi,
  LibraryCodeSchema,
  makeBarcode,
  ParcelNumberSchema,
  patronApi,
  ReservationIdSchema,
  readBarcodeOf,
  shippingApi,
} from '@toshobin/contracts';
import { startTestPostgres } from '@toshobin/database/testing';
import {
  allow,
  calendarDate,
  type Decision,
  deadlineOn,
  defaultPolicy,
  refuse,
} from '@toshobin/lending-rules';
import { createLogger, type RunningService, startService } from '@toshobin/service';
import { fakeService } from '@toshobin/web/testing';
import type { ReservationProcess } from '@toshobin/wishes';
import { prismaAccounts } from '../accounts/accounts.ts';
import { demoAccounts } from '../accounts/demo-accounts.ts';
import { readStaffWebConfig } from '../config.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { mountRoutes } from '../mount-routes.ts';
import { openDatabase, openDeps } from '../open-deps.ts';
import type { StaffRoutes } from '../staff-routes.ts';

/** 花子 shows this card; 太郎's copy is held for somebody else. */
export const hanakosCard = makeBarcode('card', 12);
export const hanakosCopy = makeBarcode('copy', 1);
export const tarosCopy = makeBarcode('copy', 2);
/** 花子's other copy, to be fetched at the library in 宇土. */
export const hanakosCopyForUto = makeBarcode('copy', 3);
/** Its reservation was cancelled after it had been fetched. */
export const cancelledCopy = makeBarcode('copy', 4);
export const hanakosReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001');
const tarosReservation = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002');
export const utosParcel = makeBarcode('parcel', 1);
export const kikuyosParcel = makeBarcode('parcel', 2);
/** On the packing desk, for the library in 宇土. */
export const outwardParcel = makeBarcode('parcel', 3);
/** Another one, with a copy in it. */
export const packedParcel = makeBarcode('parcel', 4);

export interface TestStaffWeb {
  service: RunningService;
  routes: StaffRoutes;
  database: PrismaClient;
  /** Loan slots claimed and given back, and fact ids of scans, in the order they were asked for. */
  heard: string[];
  /** What the next calls find. */
  world: { atLoanLimit: boolean; handOutRefused: boolean; claimedBefore: boolean };
  stop(): Promise<void>;
}

/** The staff's web on a real database of its own with the demo accounts, and three small services in the same process. */
export async function startStaffWeb(): Promise<TestStaffWeb> {
  const postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('staff_web', migrations);
  const config = readStaffWebConfig({
    NODE_ENV: 'test',
    PORT: '0',
    STAFF_WEB_DATABASE_URL: url,
    STAFF_WEB_URL: 'http://127.0.0.1:4001',
    CATALOG_URL: 'http://127.0.0.1:1',
    PATRON_URL: 'http://127.0.0.1:1',
    SHIPPING_URL: 'http://127.0.0.1:1',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TEMPORAL_UI_URL: 'http://127.0.0.1:4002',
  });
  const database = openDatabase(url);
  await prismaAccounts(database).add(demoAccounts.map(({ who: _who, ...account }) => account));
  const log = createLogger('staff-web', 'silent');
  const heard: string[] = [];
  const world = { atLoanLimit: false, handOutRefused: false, claimedBefore: false };
  const deps: StaffWebDeps = {
    ...openDeps(config, { database, process: processIn(heard), log }),
    ...services(world, heard),
  };
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
    await database.$disconnect();
    await postgres.stop();
  };
  return { service, routes, database, heard, world, stop };
}

/** A process that does what it is asked, and notes it. */
function processIn(heard: string[]): ReservationProcess {
  const note = async <T>(wish: string, value: T): Promise<Decision<T>> => {
    heard.push(wish);
    return allow(value);
  };
  const due = deadlineOn(calendarDate('2026-12-22'));
  return {
    admit: async ({ channel }) => {
      heard.push(`admit ${channel}`);
      return { admitted: true, position: 1, ready: false };
    },
    cancel: ({ input }) => note(`cancel by ${input.by} ${input.reason ?? ''}`.trim(), { cancelled: true }),
    extend: () => note('extend', due),
    changePickup: ({ input }) =>
      note(`change to ${input.pickupLibrary}`, { pickupLibrary: input.pickupLibrary }),
    suspend: ({ input }) => note('suspend', { until: input.until }),
    resume: () => note('resume', { position: 1 }),
    declarePickedUp: () => note('picked up', { due }),
  };
}

function scanned(body: unknown, step: object): Decision<unknown> {
  const { barcode, factId } = Object(body);
  const reading = readBarcodeOf('copy', String(barcode));
  if (!reading.ok) {
    return reading.refusal === 'BARCODE_NOT_OURS'
      ? refuse('BARCODE_NOT_OURS')
      : refuse('BARCODE_WRONG_KIND', { expected: reading.expected, actual: reading.actual });
  }
  const answer = { factId, copyId: CopyIdSchema.parse('1'), repeated: false, step };
  return allow({ ...answer, supplementCount: 0, protectiveCover: true });
}

function services(world: TestStaffWeb['world'], heard: string[]) {
  const toShelf = { next: 'toShelf', shelfMark: '913.6 ナツ' };
  const handOver = {
    next: 'handOver',
    due: deadlineOn(calendarDate('2026-12-15')),
    dueToday: false,
    protectiveCover: false,
  };
  const catalog = fakeService('catalog', [
    { operation: catalogApi.confirmPick, answer: ({ body }) => scanned(body, toShelf) },
    {
      operation: catalogApi.notOnShelf,
      answer: ({ body }) =>
        scanned(body, { next: 'keepSearching', anotherCopy: Object(body).barcode === hanakosCopy }),
    },
    { operation: catalogApi.processReturn, answer: ({ body }) => scanned(body, toShelf) },
    {
      operation: catalogApi.handIn,
      answer: ({ body }) => scanned(body, { next: 'sendHome', toPrefectural: false }),
    },
    {
      operation: catalogApi.handOut,
      answer: ({ body }) => {
        heard.push('hand out');
        return world.handOutRefused ? refuse('DO_NOT_HAND_OUT') : scanned(body, handOver);
      },
    },
    {
      operation: catalogApi.copiesToReturn,
      answer: ({ query }) => {
        const atPrefectural = Object(query).library === 'pref';
        const row = {
          barcode: atPrefectural ? cancelledCopy : hanakosCopyForUto,
          copyId: '4',
          shelfMark: '913.6 ナツ',
          holdNumber: atPrefectural ? 'A-0004' : 'A-0003',
          place: atPrefectural ? 'onHoldShelf' : 'atPickupLibrary',
          since: '2026-11-24T03:00:00Z',
          why: atPrefectural ? 'cancelled' : 'expired',
        };
        return allow({ rows: [row] });
      },
    },
    { operation: catalogApi.pickList, answer: () => allow({ rows: [] }) },
    { operation: catalogApi.readReservation, answer: () => refuse('NOT_FOUND') },
    { operation: catalogApi.readPolicy, answer: () => allow({ version: 1, policy: defaultPolicy }) },
    {
      operation: catalogApi.changePolicy,
      answer: ({ body }) => {
        const { policy, basedOnVersion } = Object(body);
        heard.push(`policy ${policy.loanPeriod}`);
        return allow({ version: basedOnVersion + 1, policy });
      },
    },
    {
      operation: catalogApi.readCopy,
      answer: ({ params }) => {
        const { barcode } = Object(params);
        const reading = readBarcodeOf('copy', String(barcode));
        if (!reading.ok) return refuse('BARCODE_NOT_OURS');
        return allow({
          copyId: '1',
          recordId: '1',
          barcode: reading.number,
          shelfMark: '913.6 ナツ',
          title: '坊っちゃん',
          place: 'onHoldShelf',
          weightGrams: 300,
          thicknessMm: 15,
          protectiveCover: false,
          supplementCount: 0,
          reservationId: [tarosCopy, cancelledCopy].includes(reading.number)
            ? tarosReservation
            : hanakosReservation,
          allocation: 1,
          pickupLibrary: reading.number === hanakosCopyForUto ? 'uto' : 'pref',
          due: null,
          toReturn: reading.number === cancelledCopy ? 'cancelled' : null,
        });
      },
    },
  ]);
  const patron = fakeService('patron', [
    {
      operation: patronApi.resolveCard,
      answer: ({ body }) => {
        const { cardNumber } = Object(body);
        const reading = readBarcodeOf('card', String(cardNumber));
        if (!reading.ok || reading.number !== hanakosCard) return refuse('NOT_FOUND');
        const reservation = {
          reservationId: hanakosReservation,
          reservationNumber: 'R-1',
          state: 'ready',
          pickupLibrary: 'pref',
        };
        const [cardLast4, cardStatus] = [hanakosCard.slice(-4), 'valid'];
        return allow({ cardLast4, cardStatus, reservations: [reservation], loans: 0, loanLimit: 10 });
      },
    },
    {
      operation: patronApi.claimLoan,
      answer: () => {
        heard.push('claim');
        return world.atLoanLimit ? refuse('LOAN_LIMIT') : allow({ slot: 1, made: !world.claimedBefore });
      },
    },
    {
      operation: patronApi.releaseLoanClaim,
      answer: () => {
        heard.push('release');
        return allow({ released: true });
      },
    },
  ]);
  const parcel = (parcelNumber: string) => ({
    parcelNumber: ParcelNumberSchema.parse(parcelNumber),
    direction: [outwardParcel, packedParcel].includes(parcelNumber) ? 'outward' : 'return',
    library: LibraryCodeSchema.parse(parcelNumber === utosParcel ? 'uto' : 'kikuyo'),
    state: 'open',
    mode: 'yuMail',
    modeReason: '目安のうち',
    trackingNumber: null,
    plannedDispatchDay: '2026-11-26',
    dispatchedAt: null,
    expectedDate: null,
    lines: [],
    offer: 'none',
    postageYen: null,
  });
  const line = {
    copyId: '1',
    barcode: hanakosCopy,
    holdNumber: 'A-0001',
    weightGrams: 300,
    thicknessMm: 15,
    protectiveCover: false,
    supplementCount: 0,
    arrived: false,
    missing: false,
  };
  // Two outward parcels are open, one of them empty.
  const parcelsIn = ({ state, direction }: { state?: string; direction?: string }) =>
    state === 'open' && direction === 'outward'
      ? [parcel(outwardParcel), { ...parcel(packedParcel), lines: [line] }]
      : [];
  const shipping = fakeService('shipping', [
    { operation: shippingApi.packingList, answer: () => allow({ rows: [] }) },
    {
      operation: shippingApi.listParcels,
      answer: ({ query }) => allow({ parcels: parcelsIn(Object(query)) }),
    },
    { operation: shippingApi.shelfChecks, answer: () => allow({ checks: [] }) },
    { operation: shippingApi.readParcel, answer: ({ params }) => allow(parcel(Object(params).parcelNumber)) },
    {
      operation: shippingApi.pack,
      answer: ({ params, body }) => {
        const { parcelNumber } = Object(params);
        const offTheList = parcelNumber === outwardParcel && Object(body).barcode !== hanakosCopy;
        return offTheList ? refuse('STATE_CHANGED') : allow(parcel(parcelNumber));
      },
    },
  ]);
  return { catalog, patron, shipping };
}
