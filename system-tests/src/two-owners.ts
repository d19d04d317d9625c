import { randomUUID } from 'node:crypto';
import {
  type CloudEvent,
  type EventData,
  type EventType,
  eventSchemas,
  makeBarcode,
} from '@toshobin/contracts';
import { startTestPostgres } from '@toshobin/database/testing';
import { Busy } from '@toshobin/events';
import { defaultPolicy, type Instant, instant, instantFromDate, plusDuration } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { workOffClosures } from '../../services/catalog/src/closures/work-off-closures.ts';
import { hearFacts as catalogHears } from '../../services/catalog/src/facts/hear-facts.ts';
import { standingsOf } from '../../services/catalog/src/ledger/standings.ts';
import { catalogInTest } from '../../services/catalog/src/testing/catalog-in-test.ts';
import { faults as faultsOfCatalog } from '../../services/catalog/src/testing/faults.ts';
import { hearFacts as patronHears } from '../../services/patron/src/facts/hear-facts.ts';
import { rowOf } from '../../services/patron/src/my-library/row-of.ts';
import { faults as faultsOfPatron } from '../../services/patron/src/testing/faults.ts';
import { openPatronService } from '../../services/patron/src/testing/open-patron-service.ts';
import { asksCatalog } from './asks-catalog.ts';

const LIMITS = { reservations: 2, loans: 1 };

/** A reader with a card, and every reservation of theirs, the latest last. */
export interface Reader {
  patronId: string;
  cardNumber: string;
  reservations: string[];
}

/** What a scene begins with. */
export interface Scene {
  readers: Reader[];
  recordId: string;
  barcodes: string[];
  closures: string[];
}

/** An event on its way: Kafka brings it to both, at any time and in any order. */
interface OnItsWay {
  of: 'catalog' | 'patron';
  event: CloudEvent;
}

/**
 * The catalog and the patron service on real databases, and between them what Kafka would carry: each event waits until it
 * is brought. What the patron service asks is answered by the catalog at that moment.
 */
export async function openTwoOwners() {
  const postgres = await startTestPostgres();
  const catalog = await catalogInTest(postgres);
  const patron = await openPatronService({ catalog: asksCatalog(catalog) });
  const hears = { catalog: catalogHears(catalog.deps), patron: patronHears(patron.deps) };
  let onItsWay: OnItsWay[] = [];
  let brought: OnItsWay[] = [];
  let serial = 0n;
  const seen = new Set<string>();

  const policy = { ...defaultPolicy, reservationLimit: LIMITS.reservations, loanLimit: LIMITS.loans };
  await hears.patron(eventOf('catalog.policy.changed', { version: 2, policy }));
  // Each row that is deleted, as it was known then: whatever else happens at the same time.
  await patron.db.$executeRaw`
    CREATE TABLE erased AS SELECT reservation_id, epoch, n FROM application WITH NO DATA`;
  await patron.db.$executeRaw`
    CREATE FUNCTION keep_erased() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO erased VALUES (OLD.reservation_id, OLD.epoch, OLD.n); RETURN OLD; END'`;
  await patron.db.$executeRaw`
    CREATE TRIGGER erased AFTER DELETE ON application FOR EACH ROW EXECUTE FUNCTION keep_erased()`;

  const owners = {
    catalog,
    patron,
    hears,
    eventOf,
    itIs(moment: Instant): void {
      catalog.now = moment;
      patron.setClock(moment);
    },
    pass(duration: string): void {
      owners.itIs(plusDuration(catalog.now, duration));
    },
    async begin(serials: readonly number[], copies: number): Promise<Scene> {
      const { db } = catalog.deps;
      // What other scenes have left is touched by nothing.
      await db.$executeRaw`TRUNCATE closure, outbox CASCADE`;
      await db.$executeRaw`UPDATE queue_entry SET pickup_library = 'elsewhere' WHERE pickup_library <> 'elsewhere'`;
      await patron.db
        .$executeRaw`TRUNCATE application, notice, task, outbox, ses_notification, erased CASCADE`;
      onItsWay = [];
      brought = [];
      seen.clear();
      patron.mailbox.mails.length = 0;
      owners.itIs(instant('2026-12-07T01:00:00Z'));
      const { recordId, barcodes } = await catalog.shelve(copies);
      const readers = await Promise.all(
        serials.map(async (number) => {
          const cardNumber = makeBarcode('card', number);
          return { patronId: await patron.patronId(cardNumber), cardNumber, reservations: [] };
        }),
      );
      return { readers, recordId, barcodes, closures: [randomUUID(), randomUUID()] };
    },
    /** One event comes, and may come again. */
    async bring(which: number, again: boolean): Promise<void> {
      await collect();
      const next = onItsWay[which % Math.max(1, onItsWay.length)];
      if (!next) return;
      if (!again) onItsWay = onItsWay.filter((one) => one !== next);
      await carry(next);
    },
    /** Everything comes that is on its way, also what it leads to, the newest first or the oldest. */
    async bringAll(order: 'newestFirst' | 'oldestFirst'): Promise<void> {
      for (await collect(); onItsWay.length > 0; await collect()) {
        const coming = order === 'newestFirst' ? onItsWay.toReversed() : onItsWay;
        onItsWay = [];
        for (const one of coming) await carry(one);
      }
    },
    /** Everything that ever came comes again. */
    async bringAgain(): Promise<void> {
      for (const one of [...brought]) await carry(one);
      await owners.bringAll('oldestFirst');
    },
    /** What holds at any moment, of each of them. */
    async faults({ recordId, readers }: Scene): Promise<unknown[]> {
      // As every minute: what a busy machine has not let through is tried again.
      let look = await workOffClosures(catalog.deps);
      for (let tries = 1; look.failed.size > 0 && tries < 5; tries += 1)
        look = await workOffClosures(catalog.deps);
      const reservations = readers.flatMap((reader) => reader.reservations);
      return [
        ...look.failed,
        ...(await faultsOfCatalog(catalog, { recordId, reservations })),
        ...(await faultsOfPatron(patron, LIMITS)),
        ...(await erasedUnsettled()),
      ];
    },
    /** What holds between the two once everything was brought. */
    async disagreements({ readers }: Scene): Promise<string[]> {
      const ids = readers.flatMap((reader) => reader.reservations);
      const standings = await standingsOf(catalog.deps.db, ids);
      const rows = new Map(
        (await patron.db.application.findMany()).map((row) => [row.reservationId, row] as const),
      );
      const notices = await patron.db.notice.findMany({
        where: { kind: 'readyAtPrefectural', status: 'sent' },
      });
      return standings.flatMap(({ reservationId, epoch, n, state }) => {
        const row = rows.get(reservationId);
        const said = (fault: string) => `${reservationId} ${state.stage}: ${fault}`;
        if (!row) return state.settled === null ? [said('nobody knows whose it is')] : [];
        const { journey } = row;
        const shown = rowOf(state, { journey, keptUntil: null });
        // R15: that a fetched copy is kept for a slot is our own word.
        const isKept = row.keptUntil !== null && state.stage === 'fetched';
        const wasSent = notices.some(
          (notice) => notice.reservationId === reservationId && notice.occasion === String(journey),
        );
        return [
          ...(row.epoch === epoch && row.n === n ? [] : [said(`${row.n} of its ${n} versions are known`)]),
          ...(row.state === shown.state || isKept ? [] : [said(`My Library says ${row.state}`)]),
          ...(row.state === 'ready' && row.pickupLibrary === 'pref' && wasSent && row.holdUntil === null
            ? [said('its mail went out, and its hold has not begun')]
            : []),
        ];
      });
    },
    async close(): Promise<void> {
      await patron.close();
      await catalog.deps.close();
      await postgres.stop();
    },
  };
  return owners;

  /** Whose row was deleted while somebody had the copy, by what was told of it until then. */
  async function erasedUnsettled(): Promise<string[]> {
    const erased = await patron.db.$queryRaw<{ reservation_id: string; epoch: number; n: number }[]>`
      SELECT reservation_id, epoch, n FROM erased WHERE n > 0`;
    const told = await Promise.all(
      erased.map(({ reservation_id: id, epoch, n }) =>
        catalog.deps.db.outbox.findUnique({ where: { id: derivedId(id, `standing ${epoch} ${n}`) } }),
      ),
    );
    return told.flatMap((event) => {
      if (!event) return [];
      const { reservationId, state } = eventSchemas['catalog.reservation.changed'].parse(event.data);
      return state.settled === null ? [`${reservationId} ${state.stage}: erased before it was settled`] : [];
    });
  }

  async function carry(one: OnItsWay): Promise<void> {
    brought.push(one);
    // Each reads the topics of the other alone, and reads again what it was too busy for.
    const hear = hears[one.of === 'catalog' ? 'patron' : 'catalog'];
    for (let isHeard = false; !isHeard; ) {
      isHeard = await hear(one.event).then(
        () => true,
        (fault) => {
          if (fault instanceof Busy) return false;
          throw fault;
        },
      );
    }
  }

  async function collect(): Promise<void> {
    const rows = {
      catalog: await catalog.deps.db.outbox.findMany({ orderBy: { sequence: 'asc' } }),
      patron: await patron.db.outbox.findMany({ orderBy: { sequence: 'asc' } }),
    };
    for (const owner of ['catalog', 'patron'] as const) {
      for (const { id, type, subject, time, data, sequence } of rows[owner]) {
        if (seen.has(id)) continue;
        seen.add(id);
        onItsWay.push({
          of: owner,
          event: {
            ...envelope,
            id,
            type,
            subject,
            time: instantFromDate(time),
            data,
            sequence: String(sequence),
          },
        });
      }
    }
  }

  /** An event of shipping, or of the rules. */
  function eventOf<T extends EventType>(type: T, data: EventData<T>): CloudEvent {
    serial += 1n;
    return {
      ...envelope,
      id: randomUUID(),
      type,
      subject: 'test',
      time: catalog.now,
      data,
      sequence: String(serial),
    };
  }
}

const envelope = { specversion: '1.0', source: 'test', datacontenttype: 'application/json' } as const;

export type TwoOwners = Awaited<ReturnType<typeof openTwoOwners>>;
