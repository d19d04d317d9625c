import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import {
  type CatalogActivities,
  type EventData,
  type EventType,
  eventSchemas,
  type FromParcel,
  makeBarcode,
  type NoticeKind,
  PREFECTURAL_LIBRARY,
  RecordIdSchema,
  ReservationIdSchema,
  type ScanAnswer,
} from '@toshobin/contracts';
import type { OwnDatabase } from '@toshobin/database';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import {
  calendarDate,
  type Decision,
  dayOf,
  deadlineOn,
  type Instant,
  instant,
} from '@toshobin/lending-rules';
import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { factInTest } from '@toshobin/lending-rules/testing';
import { catalogCommands } from '../activities/catalog-activities.ts';
import type { CatalogDeps } from '../catalog-deps.ts';
import { addCopy } from '../copies/add-copy.ts';
import { confirmHandOut } from '../copies/confirm-hand-out.ts';
import { confirmPick } from '../copies/confirm-pick.ts';
import { declareLost } from '../copies/declare-lost.ts';
import { handOut } from '../copies/hand-out.ts';
import { lendAtCounter } from '../copies/lend-at-counter.ts';
import { notOnShelf } from '../copies/not-on-shelf.ts';
import { recordMove } from '../copies/record-move.ts';
import { takeBack } from '../copies/take-back.ts';
import { type Database, openDatabase } from '../database.ts';
import { loadLedgers } from '../ledger/load-ledgers.ts';
import { standingOf } from '../ledger/standings.ts';
import { isTold } from '../ledger/tell-changed.ts';
import { allowLateHandOut } from '../loans/allow-late-hand-out.ts';
import { hearNoticeFailed, hearNoticeSent } from '../loans/hear-mails.ts';
import { insertRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { SearchPool } from '../search/search-pool.ts';
import { voidScan } from '../undo/void-scan.ts';
import { positionWithRows } from './position-with-rows.ts';

const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** A title put on the shelves for a test. */
interface ShelvedTitle {
  recordId: string;
  barcodes: string[];
  copyIds: string[];
}

/** The parts of a scan that a test may give; else it is of a desk of the prefectural library, now. */
type ScanParts = Partial<{ factId: string; at: string; library: string }>;
type ReturnParts = ScanParts &
  Partial<{ bookDrop: boolean; firstEmptyingOfDay: boolean; fromParcel: 'ask' | FromParcel }>;

type CatalogInTestDeps = CatalogDeps & OwnDatabase<Database> & { searchPool: SearchPool };

interface CatalogInTestActivities extends CatalogActivities {
  positionOf(of: { reservationId: string }): ReturnType<typeof positionWithRows>;
}

/** The catalog in one process with a test, on a database of its own. */
export class CatalogInTest {
  /** The clock of the test: the moment of what is recorded, and of a scan that names none. */
  now: Instant = instant('2026-12-07T01:00:00Z');
  #opened: { deps: CatalogInTestDeps; activities: CatalogInTestActivities } | undefined;
  #mails = 0n;
  #serial = 0;

  /** Works on that database from here on. */
  open(databaseUrl: string): this {
    const own = openDatabase(databaseUrl);
    const searchPool = new SearchPool(databaseUrl);
    const close = async () => {
      await Promise.all([own.close(), searchPool.close()]);
    };
    const deps = { ...own, searchPool, close, now: () => this.now, committed: () => {} };
    const positionOf = (query: Parameters<typeof positionWithRows>[1]) => positionWithRows(deps.db, query);
    this.#opened = { deps, activities: { ...catalogCommands(deps), positionOf } };
    return this;
  }

  get deps(): CatalogInTestDeps {
    return this.#here().deps;
  }

  get activities(): CatalogInTestActivities {
    return this.#here().activities;
  }

  #here() {
    if (this.#opened === undefined) throw new Error('The catalog is open from beforeAll on');
    return this.#opened;
  }

  /** Puts a title with its copies on the shelves. */
  async shelve(copies: number, parts: Partial<NewRecord> = {}): Promise<ShelvedTitle> {
    const barcodes = Array.from({ length: copies }, () => makeBarcode('copy', ++this.#serial));
    const [recordId] = await insertRecords(this.deps.pool, [
      {
        kind: 'book',
        lending: 'lendable',
        title: '草枕',
        titleReading: 'くさまくら',
        subtitle: '',
        subtitleReading: '',
        author: '夏目漱石',
        authorReading: 'なつめそうせき',
        translator: '',
        publisher: '',
        year: 1906,
        ndc: '913',
        isbns: [],
        protectiveCover: false,
        source: 'example',
        copies: barcodes.map((barcode) => ({
          barcode,
          shelfMark: '913.6/ナ',
          weightGrams: 320,
          thicknessMm: 18,
          supplementCount: 0,
        })),
        ...parts,
      },
    ]);
    if (recordId === undefined) throw new Error('No record was inserted');
    const rows = await this.deps.db.copy.findMany({
      where: { recordId: BigInt(recordId) },
      orderBy: { id: 'asc' },
    });
    return { recordId, barcodes, copyIds: rows.map((row) => String(row.id)) };
  }

  /** Adds one more copy of a title, on the shelf. */
  buy(recordId: string) {
    return addCopy(this.deps, {
      recordId: RecordIdSchema.parse(recordId),
      barcode: makeBarcode('copy', ++this.#serial),
      shelfMark: '913.6/ナ',
      weightGrams: 320,
      thicknessMm: 18,
      supplementCount: 0,
      at: this.now,
      by: { account: 'desk', library: PREFECTURAL_LIBRARY },
    });
  }

  /** A reservation joins the queue; it must be admitted. */
  async reserve(recordId: string, pickupLibrary: string = PREFECTURAL_LIBRARY, joinedAt: Instant = this.now) {
    const reservationId = randomUUID();
    const command = { reservationId, recordId, pickupLibrary, channel: 'web', joinedAt } as const;
    const queued = granted(await this.activities.joinQueue(command));
    return { reservationId, ...queued };
  }

  pick(barcode: string, parts: ScanParts = {}): Promise<Decision<ScanAnswer>> {
    return confirmPick(this.deps, this.#scan(barcode, parts));
  }

  notOnShelf(barcode: string, parts: ScanParts = {}): Promise<Decision<ScanAnswer>> {
    return notOnShelf(this.deps, this.#scan(barcode, parts));
  }

  handOut(barcode: string, reservationIds: string[], parts: ScanParts = {}): Promise<Decision<ScanAnswer>> {
    return handOut(this.deps, { ...this.#scan(barcode, parts), reservationIds, handedOver: false });
  }

  /** Hands a copy out that was handed over before it could be scanned. */
  handedOver(barcode: string, reservationIds: string[] | null, parts: ScanParts = {}) {
    return handOut(this.deps, { ...this.#scan(barcode, parts), reservationIds, handedOver: true });
  }

  lend(barcode: string, reservationId: string, parts: ScanParts & { overrideReason?: string } = {}) {
    const { overrideReason } = parts;
    const forWhom = { reservationId: ReservationIdSchema.parse(reservationId), overrideReason };
    return lendAtCounter(this.deps, { ...this.#scan(barcode, parts), ...forWhom });
  }

  confirmHandOut(barcode: string, parts: ScanParts = {}): Promise<Decision<ScanAnswer>> {
    return confirmHandOut(this.deps, { ...this.#scan(barcode, parts), reason: '電話で確認' });
  }

  /** R9: the desk allows that a copy is handed out after its hold ended. */
  allowLateHandOut(reservationId: string) {
    const by = { account: 'desk', library: PREFECTURAL_LIBRARY };
    const wish = { reservationId: ReservationIdSchema.parse(reservationId), at: this.now, by };
    return allowLateHandOut(this.deps, { ...wish, reason: '電話あり' });
  }

  /** Takes a scan back. */
  undo(voids: string, parts: ScanParts = {}) {
    const { barcode, ...scan } = this.#scan('', parts);
    return voidScan(this.deps, { ...scan, voids });
  }

  declareLost(barcode: string, parts: ScanParts = {}) {
    const { occurredAt: at, ...scan } = this.#scan(barcode, parts);
    return declareLost(this.deps, { ...scan, at, reason: '見つからない' });
  }

  /** A return at the prefectural library, or a hand-in at the library named. */
  takeBack(barcode: string, parts: ReturnParts = {}): Promise<Decision<ScanAnswer>> {
    const { bookDrop = false, firstEmptyingOfDay = false, fromParcel = 'lent' } = parts;
    const back = { bookDrop, firstEmptyingOfDay, fromParcel };
    return takeBack(this.deps, { ...this.#scan(barcode, parts), ...back });
  }

  /** A fact that others tell of a copy: of nobody's reservation, on its way out, at 宇土, now, unless `more` says so. */
  fact(kind: FactKind, copyId: string, more: Partial<Fact> = {}): Fact {
    return factInTest(kind, more.occurredAt ?? this.now, { copyId, ...more });
  }

  /** A step of the copy inside a parcel, as shipping tells it; sent back by that library, or by the post to `pref`. */
  async move(barcode: string, kind: FactKind, sentBackAt = 'uto'): Promise<void> {
    const copy = await this.deps.db.copy.findUniqueOrThrow({
      where: { barcode },
      include: { allocations: { orderBy: { number: 'desc' } } },
    });
    const latest = copy.allocations.find(({ ending }) => ending !== 'returnUndone');
    const fact = this.fact(kind, String(copy.id), {
      reservationId: latest?.reservationId ?? null,
      allocation: latest?.number ?? null,
      ...(kind === 'sentBack' ? { leg: 'return', place: sentBackAt } : { leg: 'outward' }),
    });
    for (const heard of ['recorded', 'known'] as const) {
      if ((await recordMove(this.deps, { fact })) !== heard) throw new Error(`${kind} was not ${heard}`);
    }
  }

  /** The number of the patron service's next news of a mail. */
  nextMail(): bigint {
    return ++this.#mails;
  }

  /** The ready mail of its copy was accepted for sending: at the counter the copy is held until that day. */
  async readyUntil(reservationId: string, date: string): Promise<void> {
    const journey = (await standingOf(this.deps.db, reservationId))?.state.copy?.journey;
    const id = ReservationIdSchema.parse(reservationId);
    const of = { reservationId: id, occasion: String(journey), sentOn: dayOf(this.now) } as const;
    const holdUntil = deadlineOn(calendarDate(date));
    await hearNoticeSent(this.deps, { ...of, kind: 'readyAtPrefectural', holdUntil }, this.nextMail());
  }

  /** A mail came back. */
  mailFailed(
    reservationId: string,
    kind: NoticeKind,
    occasion: string,
    sequence = this.nextMail(),
  ): Promise<void> {
    const id = ReservationIdSchema.parse(reservationId);
    const notice = { reservationId: id, kind, occasion, why: 'bounced', on: dayOf(this.now) } as const;
    return hearNoticeFailed(this.deps, notice, sequence);
  }

  /** The events of one kind that wait to be published, in the order they were written. */
  async written<T extends EventType>(type: T): Promise<EventData<T>[]> {
    const rows = await this.deps.db.outbox.findMany({ where: { type }, orderBy: { sequence: 'asc' } });
    return rows.map((row) => eventSchemas[type].parse(row.data) as EventData<T>);
  }

  /** The copy that was chosen last, as the others heard of it. */
  async lastChosen() {
    const told = await this.written('catalog.reservation.changed');
    return told.findLast(({ news }) => news === 'copyChosen')?.item;
  }

  /** The news of a reservation that others heard, in that order. */
  async newsOf(reservationId: string) {
    const told = await this.written('catalog.reservation.changed');
    return told.filter((one) => one.reservationId === reservationId).map(({ news }) => news);
  }

  /** How the allocations of a reservation ended, the oldest first; null: it has its copy still. */
  async endingsOf(reservationId: string) {
    const orderBy = { number: 'asc' } as const;
    const allocations = await this.deps.db.allocation.findMany({ where: { reservationId }, orderBy });
    return allocations.map(({ ending }) => ending);
  }

  /** The reservations that no copy can serve any more, as they were told, and why. */
  async noCopyLeft() {
    const told = await this.written('catalog.reservation.changed');
    return told.flatMap(({ news, reservationId, state }) =>
      news === 'noCopyLeft' ? [{ reservationId, why: state.unservable }] : [],
    );
  }

  /** The events about a reservation that wait to be published, in that order: a scan's kind, or the event's type. */
  async toldOf(reservationId: string): Promise<string[]> {
    const rows = await this.deps.db.outbox.findMany({ orderBy: { sequence: 'asc' } });
    return rows.flatMap(({ type, data }) => {
      if (type !== 'catalog.copy.scanned') {
        return isOf(data, reservationId) ? [type] : [];
      }
      const { fact } = eventSchemas[type].parse(data);
      return fact.reservationId === reservationId ? [fact.kind] : [];
    });
  }

  /**
   * The reservations whose told states differ from their rows, or were not told version after version; each line is a
   * fault.
   *
   * @param recordId all that joined its queue; none: all that anything was told of
   */
  async untrueStandings(recordId?: string): Promise<string[]> {
    const entries = await this.deps.db.queueEntry.findMany({
      where: recordId === undefined ? { told: { isNot: null } } : { recordId: BigInt(recordId) },
    });
    const ids = entries.map(({ reservationId }) => reservationId);
    const loaded = await loadLedgers(this.deps.db, ids);
    const told = await this.written('catalog.reservation.changed');
    return entries.flatMap(({ reservationId: id, daysOnly }) => {
      const found = loaded.get(id);
      const ofIt = told.filter(({ reservationId }) => reservationId === id);
      const { state, item } = ofIt.at(-1) ?? {};
      // A night that forgets moments tells nobody.
      const isKnown = daysOnly ? found && isTold(found) : isDeepStrictEqual(found?.present, { state, item });
      return [
        ...(isKnown ? [] : [`${id} stands otherwise than was told`]),
        ...(ofIt.every(({ n }, index) => n === index + 1)
          ? []
          : [`${id} was not told version after version`]),
        ...(found?.told?.n === ofIt.length ? [] : [`${id} has another version than was told`]),
      ];
    });
  }

  #scan(barcode: string, { factId = randomUUID(), at, library }: ScanParts) {
    const occurredAt = at === undefined ? this.now : instant(at);
    return { factId, barcode, occurredAt, by: { account: 'desk', library: library ?? PREFECTURAL_LIBRARY } };
  }
}

/**
 * The catalog of a file of tests, on a database of its own from `beforeAll` to `afterAll`. Each test begins at that
 * moment; without one the clock goes on from test to test.
 */
export function catalogOfTests(beginsAt?: string): CatalogInTest {
  const catalog = new CatalogInTest();
  let postgres: TestPostgres | undefined;
  let close = async () => {};
  beforeAll(async () => {
    postgres = await startTestPostgres();
    catalog.open(await postgres.createMigrated('catalog', migrations));
    close = catalog.deps.close;
  });
  afterAll(async () => {
    await close();
    await postgres?.stop();
  });
  if (beginsAt !== undefined) {
    beforeEach(() => {
      catalog.now = instant(beginsAt);
    });
  }
  return catalog;
}

/** A catalog on a new, migrated database of that name; end it with `deps.close()`. */
export async function catalogInTest(postgres: TestPostgres, name = 'catalog'): Promise<CatalogInTest> {
  return new CatalogInTest().open(await postgres.createMigrated(name, migrations));
}

function isOf(data: unknown, reservationId: string): boolean {
  return (
    typeof data === 'object' &&
    data !== null &&
    'reservationId' in data &&
    data.reservationId === reservationId
  );
}

/** The value of a decision that must be granted. */
export function granted<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.value;
  throw new Error(`Refused: ${decision.refusal.code}`);
}

/** The code of a decision that must be refused. */
export function refusedWith(decision: Decision<unknown>): string {
  return decision.ok ? 'granted' : decision.refusal.code;
}
