import { loadLedgers, policyInForce } from '@toshobin/catalog';
import { TRANSACTION_LIMIT_MS } from '@toshobin/database';
import type { LendingPolicy } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { copyFactId } from '@toshobin/shipping';
import type { OpenLibrary } from './open-library.ts';

type Awaitable<T extends (...args: never[]) => unknown> = Awaited<ReturnType<T>>;

/** One reservation as all of its owners know it at about one moment. */
export type ReservationSeen = Awaitable<typeof seeReservations>[number];

export function readPolicy({ catalog }: OpenLibrary): Promise<LendingPolicy> {
  return policyInForce(catalog);
}

/** What every owner knows of some reservations. */
export async function seeReservations(library: OpenLibrary, ids: readonly string[]) {
  const catalog = await inCatalog(library, ids);
  const copyIds = catalog.copies.map(({ id }) => id);
  const [patron, shipping] = await Promise.all([inPatron(library, ids), inShipping(library, ids, copyIds)]);
  // Also those of an allocation that a restore has lost: they are kept of the copy alone.
  const heard = await library.catalog.scan.findMany({
    where: { factId: { in: shipping.facts.map(({ factId }) => factId) } },
    select: { factId: true },
  });
  const heardFromShipping = new Set(heard.map(({ factId }) => factId));
  return ids.map((reservationId) => {
    const ledger = catalog.ledgers.get(reservationId);
    const copyId = ledger?.present.item?.copyId;
    const application = patron.applications.find((one) => one.reservationId === reservationId);
    return {
      reservationId,
      ledger,
      entry: catalog.entries.find((one) => one.reservationId === reservationId),
      awaited: catalog.told.get(reservationId)?.awaited ?? 0,
      lastWordKept: catalog.kept.has(lastWord(reservationId, ledger?.told)),
      allocations: catalog.allocations.filter((one) => one.reservationId === reservationId),
      scans: catalog.scans
        .filter((one) => one.reservationId === reservationId)
        .map((scan) => ({ ...scan, knownAt: catalog.known.get(scan.factId) ?? latestCommit(scan) })),
      catalogTasks: catalog.tasks.filter((one) => one.reservationId === reservationId),
      copy: catalog.copies.find(({ id }) => String(id) === copyId),
      application,
      notices: patron.notices.filter((one) => one.reservationId === reservationId),
      patronTasks: patron.tasks.filter((one) => one.reservationId === reservationId),
      listed: shipping.listed.find((one) => one.reservationId === reservationId),
      packed: shipping.packed.filter((one) => one.reservationId === reservationId),
      lines: shipping.lines.filter((one) => String(one.copyId) === copyId),
      copyFacts: shipping.facts.filter((one) => one.reservationId === reservationId),
      copyScans: shipping.copyScans,
      heardFromShipping,
    };
  });
}

async function inCatalog({ catalog }: OpenLibrary, ids: readonly string[]) {
  const ofThese = { reservationId: { in: [...ids] } };
  // Rows and what was told of them are of one statement: they are compared.
  const ledgers = await loadLedgers(catalog, ids);
  const [entries, told, allocations, tasks] = await Promise.all([
    catalog.queueEntry.findMany({ where: ofThese }),
    catalog.reservationState.findMany({ where: ofThese }),
    catalog.allocation.findMany({ where: ofThese, include: { loan: true }, orderBy: { number: 'asc' } }),
    catalog.task.findMany({ where: { ...ofThese, OR: [{ clearedAt: null }, { kind: 'borrowerUnknown' }] } }),
  ]);
  const copyIds = [...ledgers.values()].flatMap(({ present }) => present.item?.copyId ?? []);
  const words = ids.map((id) => lastWord(id, ledgers.get(id)?.told));
  const [scans, known, copies, kept] = await Promise.all([
    catalog.scan.findMany({
      where: { allocation: { in: allocations.map(({ number }) => number) } },
      orderBy: { sequence: 'asc' },
    }),
    whenKnown(catalog, allocations),
    catalog.copy.findMany({
      where: { id: { in: copyIds.map(BigInt) } },
      include: { allocations: { orderBy: { number: 'desc' }, take: 1 } },
    }),
    catalog.outbox.findMany({ where: { id: { in: words } }, select: { id: true } }),
  ]);
  return {
    ledgers,
    entries,
    told: new Map(told.map((one) => [one.reservationId, one])),
    allocations,
    tasks,
    scans,
    known,
    copies,
    kept: new Set(kept.map(({ id }) => id)),
  };
}

/** When others could see what was scanned, where PostgreSQL keeps the moments of commits (`track_commit_timestamp`). */
async function whenKnown(
  catalog: OpenLibrary['catalog'],
  allocations: readonly { number: number }[],
): Promise<ReadonlyMap<string, Date>> {
  const numbers = allocations.map(({ number }) => number);
  const rows = await catalog.$queryRaw<{ factId: string; at: Date | null }[]>`
    SELECT fact_id::text AS "factId",
      CASE WHEN current_setting('track_commit_timestamp')::boolean THEN pg_xact_commit_timestamp(xmin) END AS at
    FROM scan WHERE allocation = ANY(${numbers}::int[])`;
  return new Map(rows.flatMap(({ factId, at }) => (at ? [[factId, at] as const] : [])));
}

/** A transaction that recorded something then has ended by that moment at the latest. */
function latestCommit({ recordedAt }: { recordedAt: Date }): Date {
  return new Date(recordedAt.getTime() + TRANSACTION_LIMIT_MS);
}

const NOTHING = { epoch: 0, n: 0 };

/** The id of the event that told last how a reservation stands. */
function lastWord(reservationId: string, { epoch, n }: { epoch: number; n: number } = NOTHING): string {
  return derivedId(reservationId, `standing ${epoch} ${n}`);
}

async function inPatron({ patron }: OpenLibrary, ids: readonly string[]) {
  const ofThese = { reservationId: { in: [...ids] } };
  const [applications, notices, tasks] = await Promise.all([
    patron.application.findMany({
      where: ofThese,
      include: {
        reservationSlot: true,
        loanSlot: true,
        loanSlotWait: true,
        patron: { select: { cards: { where: { replacedAt: null }, select: { suspended: true } } } },
      },
    }),
    patron.notice.findMany({ where: ofThese }),
    patron.task.findMany({ where: { ...ofThese, clearedAt: null } }),
  ]);
  return { applications, notices, tasks };
}

async function inShipping(
  { shipping }: OpenLibrary,
  ids: readonly string[],
  ofReservations: readonly bigint[],
) {
  const ofThese = { reservationId: { in: [...ids] } };
  const [rows, packed] = await Promise.all([
    shipping.packingRow.findMany({ where: ofThese }),
    shipping.parcelLine.findMany({ where: { ...ofThese, parcel: { direction: 'outward' } } }),
  ]);
  // That it was packed, and has arrived as far as that was not taken back.
  const facts = packed.flatMap(({ reservationId, packedScan, copyId, arrivals }) =>
    [copyFactId(packedScan, 'packed', copyId), ...arrivals].map((factId) => ({ reservationId, factId })),
  );
  const copyIds = [...new Set([...ofReservations, ...packed.map(({ copyId }) => copyId)])];
  const [lines, copyScans] = await Promise.all([
    shipping.parcelLine.findMany({
      where: { copyId: { in: copyIds }, state: 'inside' },
      include: { parcel: { select: { number: true, state: true, direction: true, dispatchedAt: true } } },
    }),
    shipping.copyScan.findMany({ where: { copyId: { in: copyIds } }, select: { factId: true } }),
  ]);
  const listed = rows.map(({ toPack, journey, slotJourney, ...row }) => ({
    ...row,
    isListed: toPack && slotJourney !== null && slotJourney === journey,
  }));
  return { listed, packed, facts, lines, copyScans: new Set(copyScans.map(({ factId }) => factId)) };
}
