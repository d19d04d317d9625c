import type { RecordDetail, WaitEstimate } from '@toshobin/contracts';
import { type CalendarDate, dayOf } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { publicPlace } from '../ledger/copy-place.ts';
import { dueOf } from '../ledger/due-of.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { countWaiting } from '../queue/queue-positions.ts';
import { estimateWait } from './estimate-wait.ts';
import { findRecord } from './find-record.ts';
import { known, summarise } from './summarise.ts';

/**
 * A title as anybody may see it: its copies (withdrawn ones left out), how many wait, and how long a newcomer would.
 *
 * @param key the record's id or its public number
 */
export async function readRecord(deps: CatalogDeps, key: string): Promise<RecordDetail | undefined> {
  const record = await findRecord(deps.db, key);
  if (record === undefined) return undefined;
  const [copies, waiting, policy] = await Promise.all([
    copiesOf(deps, BigInt(record.id)),
    countWaiting(deps.db, BigInt(record.id)),
    policyInForce(deps.db),
  ]);
  const today = dayOf(deps.now());
  return {
    ...summarise(record),
    titleReading: known(record.titleReading),
    subtitleReading: known(record.subtitleReading),
    authorReading: known(record.authorReading),
    translator: known(record.translator),
    series: known(record.series),
    description: record.description,
    source: record.source,
    waiting,
    waitEstimate: record.lending === 'lendable' ? estimateWait({ today, waiting, copies, policy }) : null,
    copies: copies.map(({ dueWherever, ...copy }) => ({
      ...copy,
      due: copy.place === 'onLoan' ? dueWherever : null,
    })),
  };
}

/** How long a reservation that waits at that place is likely to go on waiting. */
export async function waitInQueue(
  deps: CatalogDeps,
  { reservationId, position }: { reservationId: string; position: number },
): Promise<WaitEstimate | null> {
  const entry = await deps.db.queueEntry.findUnique({ where: { reservationId } });
  // A reservation that was erased meanwhile waits no more.
  const recordId = entry?.recordId ?? null;
  if (recordId === null) return null;
  const [copies, policy] = await Promise.all([copiesOf(deps, recordId), policyInForce(deps.db)]);
  return estimateWait({ today: dayOf(deps.now()), waiting: position - 1, copies, policy });
}

async function copiesOf(deps: CatalogDeps, recordId: bigint) {
  const rows = await deps.db.copy.findMany({
    where: { recordId, condition: { not: 'withdrawn' } },
    orderBy: { id: 'asc' },
    include: { allocations: { where: { closedAt: null }, include: { loan: true } } },
  });
  return rows.map((copy) => {
    const loan = copy.allocations[0]?.loan ?? null;
    const dueWherever: CalendarDate | null = loan === null ? null : dueOf(loan).date;
    const { barcode, shelfMark } = copy;
    // A loan begins at dispatch (R7): it has a due date before anybody has the copy.
    return { copyId: String(copy.id), barcode, shelfMark, place: publicPlace(copy), dueWherever };
  });
}
