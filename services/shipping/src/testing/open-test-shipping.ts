import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ActOfStaff } from '@toshobin/contracts';
import {
  type Allocation,
  AllocationSchema,
  type EventData,
  type EventType,
  eventSchemas,
  makeBarcode,
  type Parcel,
  type ReservationStanding,
  type ShippingActivities,
  type Task,
} from '@toshobin/contracts';
import { startTestPostgres } from '@toshobin/database/testing';
import {
  type Decision,
  type Instant,
  instant,
  type LedgerState,
  type LedgerStateCopy,
  plusDuration,
} from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { factInTest, stateInTest } from '@toshobin/lending-rules/testing';
import { openTasksOf } from '@toshobin/tasks';
import { shippingActivities } from '../activities/shipping-activities.ts';
import { openDatabase } from '../database.ts';
import { loadLibraries } from '../libraries/load-libraries.ts';
import { publishChanges } from '../libraries/publish-changes.ts';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { withLines } from '../parcels/lock-parcel.ts';
import { openParcel } from '../parcels/open-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { keepingStanding } from '../standings/keep-standing.ts';

export interface TestShipping {
  shipping: ShippingDeps;
  activities: ShippingActivities;
  adminUrl: string;
  /** From now on it is this moment; a time of the day in Tokyo, e.g. `2026-11-20 10:00`. */
  itIs(time: string): Instant;
  /** So much time goes by. */
  passes(duration: string): Instant;
  /** The data of all events of a type so far, in order. */
  told<T extends EventType>(type: T): Promise<EventData<T>[]>;
  /** A scan of now, by the desk of that library. */
  scan(library?: string): ActOfStaff;
  stop(): Promise<void>;
}

/**
 * A shipping service without its engines: a real database with the libraries loaded (the examples unless told), and a
 * clock of the test's.
 */
export async function openTestShipping({
  libraries = 'examples',
}: {
  libraries?: 'examples' | 'real' | 'none';
} = {}): Promise<TestShipping> {
  const postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const { db, close } = openDatabase(await postgres.createMigrated('shipping', migrations));
  let now = inTokyo('2026-11-20 10:00');
  const shipping: ShippingDeps = { db, now: () => now, newId: randomUUID, committed: () => {} };
  if (libraries !== 'none') {
    await loadLibraries(shipping, { examples: libraries === 'examples' });
    await publishChanges(shipping);
  }
  return {
    shipping,
    activities: shippingActivities(shipping),
    adminUrl: postgres.adminUrl,
    itIs(time) {
      now = inTokyo(time);
      return now;
    },
    passes(duration) {
      now = plusDuration(now, duration);
      return now;
    },
    async told<T extends EventType>(type: T) {
      const rows = await db.outbox.findMany({ where: { type }, orderBy: { sequence: 'asc' } });
      const schema = eventSchemas[type];
      return rows.map((row) => schema.parse(row.data) as EventData<T>);
    },
    scan: (library = 'pref') => ({
      factId: randomUUID(),
      occurredAt: now,
      by: { account: 'desk', library },
    }),
    async stop() {
      await close();
      await postgres.stop();
    },
  };
}

/** `2026-11-20 10:00` (or with seconds) on the clock of the wall. */
export function inTokyo(time: string): Instant {
  return instant(new Date(`${time.replace(' ', 'T')}+09:00`).toISOString());
}

let copies = 0;

/** A picked copy, a new one at each call; a paperback unless told. */
export function pickedCopy(more: Partial<Pick<Allocation, 'weightGrams' | 'thicknessMm'>> = {}): Allocation {
  copies += 1;
  return AllocationSchema.parse({
    reservationId: randomUUID(),
    allocation: copies,
    copyId: String(copies),
    barcode: makeBarcode('copy', copies),
    weightGrams: 180,
    thicknessMm: 12,
    protectiveCover: false,
    supplementCount: 0,
    holdNumber: `A-${copies}`,
    allocatedAt: inTokyo('2026-11-20 09:00'),
    ...more,
  });
}

let versions = 0;

type OfItsCopy = Pick<LedgerStateCopy, 'journey' | 'holdUntil' | 'shelfCheck'>;

/** How the reservation of a copy stands, the newest so far: the copy is fetched for 宇土 unless told. */
export function standingOf(
  item: Allocation,
  {
    journey = item.allocation,
    holdUntil = null,
    shelfCheck = null,
    ...state
  }: Partial<Omit<LedgerState, 'copy'> & OfItsCopy> = {},
): ReservationStanding {
  versions += 1;
  const { reservationId, allocation } = item;
  const position = { furthest: 'picked', onReturnLeg: false } as const;
  const copy = { allocation, journey, position, holdUntil, shelfCheck };
  return {
    reservationId,
    epoch: 1,
    n: versions,
    state: stateInTest('fetched', copy, state),
    item,
  };
}

/** How a reservation stands that was cancelled, or that lost its copy and waits again. */
export function withoutCopy(copy: Allocation, how: 'cancelled' | 'waiting'): ReservationStanding {
  const { state, ...standing } = standingOf(copy);
  return how === 'cancelled'
    ? { ...standing, state: { ...state, stage: 'over', ended: 'cancelled' } }
    : { ...standing, item: null, state: { ...state, stage: 'waiting', copy: null } };
}

/** The catalog's news of how a reservation stands. */
export async function hearStanding(here: TestShipping, standing: ReservationStanding): Promise<void> {
  await keepingStanding(here.shipping, standing, (_tx, keep) => keep());
}

/** A copy is fetched, and its loan slot claimed: it is to be packed. */
export function list(here: TestShipping, copy: Allocation, pickupLibrary = 'uto') {
  const standing = standingOf(copy, { pickupLibrary });
  return here.activities.addToPackingList({ standing, at: here.shipping.now() });
}

/** What was allowed; a refusal ends the test with its code. */
export function allowed<T>(decision: Decision<T>): T {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  return decision.value;
}

/** An open parcel with these copies of the packing list in it. */
export async function packed(
  here: TestShipping,
  pickupLibrary: string,
  ...contents: Allocation[]
): Promise<Parcel> {
  const { shipping, scan } = here;
  let parcel = allowed(
    await openParcel(shipping, { ...scan(), direction: 'outward', library: pickupLibrary }),
  );
  for (const copy of contents) {
    await list(here, copy, pickupLibrary);
    const { parcelNumber } = parcel;
    parcel = allowed(await packCopy(shipping, { ...scan(), parcelNumber, barcode: copy.barcode }));
  }
  return parcel;
}

/** A parcel with these copies, handed to the post by Yu-Mail; answers its number. */
export async function sent(
  here: TestShipping,
  pickupLibrary: string,
  ...contents: Allocation[]
): Promise<string> {
  const { parcelNumber } = await packed(here, pickupLibrary, ...contents);
  allowed(await dispatchParcel(here.shipping, { ...here.scan(), parcelNumber, mode: 'yuMail' }));
  return parcelNumber;
}

/** The numbers of the copies in a parcel. */
export function copiesIn(parcel: Parcel): string[] {
  return parcel.lines.map((line) => line.copyId);
}

/** What was told of a copy, oldest first. */
export async function factsOf(here: TestShipping, copy: Pick<Allocation, 'copyId'>): Promise<Fact[]> {
  const told = await here.told('shipping.copy.moved');
  return told.map(({ fact }) => fact).filter((fact) => fact.copyId === copy.copyId);
}

/** The facts told of a copy in words; one that takes another back is marked. */
export async function stepsOf(here: TestShipping, copy: Allocation): Promise<string[]> {
  return (await factsOf(here, copy)).map((fact) => (fact.voids ? `not ${fact.kind}` : fact.kind));
}

/** A scan of the catalog's. */
export function scannedElsewhere(
  copy: Allocation,
  kind: Fact['kind'],
  occurredAt: Instant,
  place = 'pref',
): Fact {
  return factInTest(kind, occurredAt, {
    copyId: copy.copyId,
    reservationId: copy.reservationId,
    allocation: copy.allocation,
    leg: kind === 'handedOut' ? 'outward' : 'return',
    place,
  });
}

/** The open tasks about a parcel: whose, which, and why. */
export async function tasksAbout({ shipping }: TestShipping, parcelNumber: string): Promise<string[]> {
  const lists = await Promise.all(['pref', 'uto', 'ozu'].map((code) => openTasksOf(shipping.db, code)));
  const about = ({ subject }: Task) => subject.parcelNumber === parcelNumber;
  return lists
    .flat()
    .filter(about)
    .map(({ library, kind, why }) => `${library} ${kind} ${why}`);
}

/** What was told of a copy in events of a type. */
export async function toldOf<T extends EventType>(here: TestShipping, type: T, copy: Allocation) {
  return (await here.told(type)).filter((data) => 'copyId' in data && data.copyId === copy.copyId);
}

/** The state of a parcel, and of each copy in it. */
export async function stateOf({ shipping }: TestShipping, number: string): Promise<string[]> {
  const parcel = await shipping.db.parcel.findUniqueOrThrow({ where: { number }, include: withLines });
  return [parcel.state, ...parcel.lines.map((line) => line.state)];
}

/** A parcel that 宇土 has sent home; all but its first copy are of nobody's reservation. */
export async function sentBack(here: TestShipping, ...contents: Allocation[]): Promise<string> {
  const { shipping, scan } = here;
  const wanted = { direction: 'return', library: 'uto' } as const;
  const { parcelNumber } = allowed(await openParcel(shipping, { ...scan('uto'), ...wanted }));
  for (const [n, { barcode, reservationId, allocation, ...measured }] of contents.entries()) {
    const { copyId, weightGrams, thicknessMm, protectiveCover, supplementCount } = measured;
    const of = n === 0 ? { reservationId, allocation } : { reservationId: null, allocation: null };
    const copy = { copyId, ...of, weightGrams, thicknessMm, protectiveCover, supplementCount };
    allowed(await packCopy(shipping, { ...scan('uto'), parcelNumber, barcode, copy }));
  }
  allowed(await dispatchParcel(shipping, { ...scan('uto'), parcelNumber, mode: 'yuMail' }));
  return parcelNumber;
}

/** Resolves when so many sessions wait for a lock of another one. */
export async function waitingForLocks(here: TestShipping, sessions: number): Promise<void> {
  for (let look = 0; look < 3_000; look += 1) {
    const waiting = await here.shipping.db.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    if (waiting.length === sessions) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never saw ${sessions} sessions wait for a lock`);
}
