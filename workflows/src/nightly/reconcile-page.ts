import { patched } from '@temporalio/workflow';
import type { ReconciledPage, ReconcileFrom } from '@toshobin/contracts';
import { now } from '../ports/clock.ts';
import { nightly, said } from '../ports/ports.ts';
import { whoDiffers } from './who-differs.ts';

/** What was done about a reservation, and its id; behind the id of one that failed stands the fault. */
type Line = ReconciledPage['lines'][number];

/**
 * Where reconciling begins. What patrons deleted of their histories comes first: a row that is erased again must keep
 * nothing of it. The ledger comes before the rows: a row that it has follow opens before the open rows are read. A run
 * that began with the rows goes on in that order.
 */
export function firstPage(): ReconcileFrom {
  return { source: ledgerFirst() ? 'deletedHistory' : 'rows', after: null };
}
const ledgerFirst = () => patched('reconcile-the-ledger-first');

/**
 * Reconciles one page of the union of all three, and answers what was done. At night only those processes are asked of
 * which something was told since they last were; by hand, as after a restore, all of them.
 */
export async function reconcilePage(
  { source, after }: ReconcileFrom,
  { asksAll = false } = {},
): Promise<ReconciledPage> {
  switch (source) {
    case 'deletedHistory': {
      const page = await said(
        nightly.catalog.deletedHistory,
        'what patrons deleted of their histories, a page of it',
      )({ after });
      const last = page.at(-1);
      if (last === undefined) return { lines: [], next: { source: 'ledger', after: null } };
      const came = await said(
        nightly.patron.deleteHistoryAgain,
        'deletes again what a restore brought back',
      )({ ids: page });
      return { lines: came.map((id) => ['deletedAgain', id]), next: { source, after: last } };
    }
    case 'rows': {
      const page = await said(
        nightly.patron.openReservations,
        'rows that are open, a page of them',
      )({ after });
      const last = page.at(-1);
      if (last === undefined)
        return { lines: [], next: { source: ledgerFirst() ? 'processes' : 'ledger', after: null } };
      return { lines: await reconcileRows(page, asksAll), next: { source, after: last } };
    }
    case 'ledger': {
      const page = await said(
        nightly.catalog.openReservations,
        'reservations that go on, a page of them',
      )({ after });
      const last = page.at(-1);
      if (last === undefined)
        return { lines: [], next: { source: ledgerFirst() ? 'rows' : 'processes', after: null } };
      return { lines: await reconcileLedger(page), next: { source, after: last } };
    }
    case 'processes': {
      const { reservationIds, next } = await said(
        nightly.operations.runningReservations,
        'processes that run, a page of them',
      )({ page: after });
      const lines = await endThoseOfNothing(reservationIds);
      return { lines, next: next === null ? null : { source, after: next } };
    }
  }
}

/** Reconciles open rows: tells those whose versions differ, and mends those whose process is missing or knows less. */
async function reconcileRows(reservationIds: string[], asksAll: boolean): Promise<Line[]> {
  const rows = await said(nightly.patron.rowsOf, 'their rows')({ reservationIds });
  const versions = rows.map(({ open: _, ...known }) => known);
  const {
    told,
    erased,
    unknown,
    heard,
    failed = [],
  } = await said(
    nightly.catalog.tellRows,
    'tells anew where a row follows another version',
  )({ rows: versions });
  if (erased.length > 0)
    await said(
      nightly.patron.eraseAgain,
      'erases again what a restore brought back',
    )({ reservationIds: erased });
  const differ = await whoDiffers(without(reservationIds, erased), nightly, asksAll ? [] : heard);
  return [
    ...told.map((id): Line => ['toldAnew', id]),
    ...failed.map((one): Line => ['failed', one]),
    ...erased.map((id): Line => ['erasedAgain', id]),
    ...(await reconcileThese([...new Set([...differ, ...told, ...unknown])])),
  ];
}

/** Starts a process for those of some reservations that have none; the others' look again at the databases. */
export async function reconcileThese(
  reservationIds: readonly string[],
  { operations, patron }: Pick<typeof nightly, 'operations' | 'patron'> = nightly,
): Promise<Line[]> {
  if (reservationIds.length === 0) return [];
  const { missing, failed } = await said(
    operations.reconcileReservations,
    'has their processes look at the databases',
  )({ reservationIds, at: now() });
  const requests =
    missing.length > 0
      ? await said(patron.requestsOf, 'their applications')({ reservationIds: missing })
      : [];
  if (requests.length > 0)
    await said(
      operations.restartReservations,
      'begins the processes that are missing',
    )({ requests, at: now() });
  return [
    ...without(reservationIds, [...missing, ...failed.map(idIn)]).map((id): Line => ['looked', id]),
    ...requests.map(({ reservationId }): Line => ['restarted', reservationId]),
    ...failed.map((one): Line => ['failed', one]),
  ];
}

/**
 * Reservations that go on by the ledger. One whose row is closed was over before a restore, or before a return was
 * taken back, and My Library has not heard of it yet: it would stay without a process.
 */
async function reconcileLedger(reservationIds: readonly string[]): Promise<Line[]> {
  const rows = await said(nightly.patron.rowsOf, 'their rows')({ reservationIds });
  const closed = rows.filter((row) => !row.open && ledgerFirst()).map(idOf);
  return [
    ...(await releaseThese(without(reservationIds, rows.map(idOf)), nightly)),
    ...(await reconcileThese(closed)),
  ];
}

/** Releases those reservations that go on by the ledger and have no row: nobody would ever come for their copy. */
export async function releaseUnknown(
  reservationIds: readonly string[],
  owners: Pick<typeof nightly, 'catalog' | 'patron'>,
): Promise<Line[]> {
  const rows = await said(owners.patron.rowsOf, 'their rows')({ reservationIds });
  return releaseThese(without(reservationIds, rows.map(idOf)), owners);
}

async function releaseThese(
  reservationIds: readonly string[],
  owners: Pick<typeof nightly, 'catalog'>,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const reservationId of reservationIds) {
    const did = await said(
      owners.catalog.releaseUnknown,
      'nobody has a row of it: released',
    )({ reservationId, at: now() });
    if (did === 'released') lines.push(['released', reservationId]);
    if (did === 'lent') lines.push(['borrowerUnknown', reservationId]);
  }
  return lines;
}

/** Has the processes of reservations that have no open row look again at the databases: one ends if nothing goes on. */
async function endThoseOfNothing(reservationIds: readonly string[]): Promise<Line[]> {
  if (reservationIds.length === 0) return [];
  const rows = await said(nightly.patron.rowsOf, 'their rows')({ reservationIds });
  const open = rows.filter((row) => row.open).map(idOf);
  const ofNothing = without(reservationIds, open);
  if (ofNothing.length === 0) return [];
  const { missing, failed } = await said(
    nightly.operations.reconcileReservations,
    'has their processes look at the databases',
  )({ reservationIds: ofNothing, at: now() });
  return [
    ...without(ofNothing, [...missing, ...failed.map(idIn)]).map((id): Line => ['looked', id]),
    ...failed.map((one): Line => ['failed', one]),
  ];
}

function idOf({ reservationId }: { reservationId: string }): string {
  return reservationId;
}

/** The id of a line, which may have a fault behind it. */
function idIn(line: string): string {
  return line.split(':')[0] ?? line;
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  const left = new Set(others);
  return ids.filter((id) => !left.has(id));
}
