import type { EventData } from '@toshobin/contracts';
import { type Instant, parcelPhase } from '@toshobin/lending-rules';
import { type Fact, legalTime } from '@toshobin/lending-rules/facts';
import { derivedId } from '@toshobin/service';
import { clearTasks, openTask } from '@toshobin/tasks';
import { z } from 'zod';
import { inTransaction, type Transaction } from '../database.ts';
import type { CopyScan, CopyScanKind } from '../generated/prisma/client.ts';
import { lockCopy } from '../packing/lock-packing-row.ts';
import { notBefore } from '../scans/not-before.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { type LockedParcel, lockParcel } from './lock-parcel.ts';
import { record } from './record.ts';
import { mayGoBack } from './take-back-arrival.ts';
import type { Cause } from './tell-changed.ts';

/**
 * Keeps a scan of the catalog's, and writes anew how each parcel stands that the copy was in: the scans of a copy are a
 * set, of which some take others back, and `parcelOf` says what they tell. The desk is no longer asked where a copy
 * belongs that was one too many. Safe to repeat, in any order.
 */
export async function noteCopyScanned(
  deps: ShippingDeps,
  { fact }: EventData<'catalog.copy.scanned'>,
): Promise<void> {
  const { kind } = fact;
  if (kind !== 'handedOut' && kind !== 'handedIn' && kind !== 'home') return;
  await inTransaction(deps, async (tx) => {
    if (await keepCopyScan(tx, { ...fact, kind })) await standWithScan(tx, fact, deps.now());
    if (fact.voids === undefined) await isExtraNoMore(tx, fact);
  });
}

async function standWithScan(tx: Transaction, fact: Fact, recordedAt: Instant): Promise<void> {
  const scan = await tx.copyScan.findUnique({ where: { factId: fact.voids ?? fact.factId } });
  // The scan that is taken back was not heard yet: its parcel is looked at when it is.
  if (!scan) return;
  for (const number of await parcelsSeenBy(tx, scan)) {
    const parcel = await lockParcel(tx, number);
    if (parcel) await standsAnew(tx, parcel, scan, fact, recordedAt);
  }
}

/** A copy that was one too many in a parcel has gone where it belongs since: into a reader's hands, or home. */
async function isExtraNoMore(tx: Transaction, fact: Fact): Promise<void> {
  const at = new Date(legalTime(fact));
  const known = await tx.packingRow.findFirst({
    where: { copyId: BigInt(fact.copyId) },
    select: { barcode: true },
  });
  if (!known?.barcode) return;
  const about = { kind: 'parcelContents', why: 'extra', barcode: known.barcode, openedAt: { lte: at } };
  const isOpen = { OR: [{ clearedAt: null }, { reopenUntil: { not: null } }] };
  for (const { parcelNumber, barcode } of await tx.task.findMany({ where: { ...about, ...isOpen } })) {
    if (parcelNumber === null || barcode === null) continue;
    await clearTasks(tx, {
      kinds: ['parcelContents'],
      subject: { parcelNumber, barcode },
      by: 'process',
      at,
    });
  }
}

const Concerned = z.tuple([z.object({ concerned: z.boolean() })]);

/**
 * Adds a scan to the set, once, and locks the copy until the end of the transaction. Answers whether the scan concerns
 * a parcel: most copies never travel.
 */
async function keepCopyScan(tx: Transaction, fact: Fact & { kind: CopyScanKind }): Promise<boolean> {
  const { factId, kind, place, voids = null } = fact;
  const copyId = BigInt(fact.copyId);
  await lockCopy(tx, copyId);
  const [{ concerned }] = Concerned.parse(
    await tx.$queryRaw`
      WITH kept AS (
        INSERT INTO copy_scan (fact_id, copy_id, kind, place, scanned_at, recorded_at, voids)
        VALUES (${factId}::uuid, ${copyId}, ${kind}::copy_scan_kind, ${place},
          ${legalTime(fact)}::timestamptz, ${fact.recordedAt}::timestamptz, ${voids}::uuid)
        ON CONFLICT DO NOTHING)
      SELECT EXISTS (SELECT FROM parcel_line WHERE copy_id = ${copyId}) AS concerned
    `,
  );
  return concerned;
}

/** Has another scan taken that one back, heard before or after it? */
async function isTakenBack(tx: Transaction, factId: string): Promise<boolean> {
  return (await tx.copyScan.count({ where: { voids: factId } })) > 0;
}

/**
 * The parcel that the copy was packed into last before the scan, and not taken out of again; and any that it was packed
 * into later with a scan that was told only then and is dated before this one.
 */
async function parcelsSeenBy(tx: Transaction, { copyId, scannedAt }: CopyScan): Promise<string[]> {
  const lines = await tx.parcelLine.findMany({
    where: { copyId, packedAt: { lte: scannedAt }, state: { not: 'takenOut' } },
    orderBy: [{ packedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, parcelNumber: true },
  });
  const last = lines[0]?.id ?? 0n;
  return [...new Set(lines.filter(({ id }) => id >= last).map(({ parcelNumber }) => parcelNumber))].sort();
}

async function standsAnew(
  tx: Transaction,
  parcel: LockedParcel,
  { kind, copyId }: CopyScan,
  fact: Fact,
  recordedAt: Instant,
): Promise<void> {
  const scanId = derivedId(fact.factId, `said of ${parcel.number}`);
  const cause = { scanId, occurredAt: legalTime(fact), recordedAt };
  if (fact.voids !== undefined) return scanTakenBack(tx, parcel, kind, cause);
  // A copy that is home is not in a box that has not left its branch.
  const line = parcel.lines.find((one) => one.copyId === copyId);
  const isOut = parcel.direction === 'return' && parcel.state === 'open' && kind === 'home';
  const takenOut = isOut && line && !(await isTakenBack(tx, fact.factId));
  await record(tx, parcel, takenOut ? [{ kind: 'copyTakenOut', line }] : [], cause);
}

/**
 * The scan of a copy is taken back. If that hand-in alone said that the parcel has arrived, mails may have gone out,
 * and the desk gets a task; where the arrival can't be taken back any more, the parcel stays there.
 */
async function scanTakenBack(
  tx: Transaction,
  parcel: LockedParcel,
  kind: CopyScanKind,
  cause: Cause,
): Promise<void> {
  const wasThere = parcelPhase[parcel.state] === 'there';
  const isUndone = kind === 'handedIn' && wasThere && parcelPhase[parcel.standing.state] === 'away';
  const goesBack = isUndone && (await mayGoBack(tx, parcel));
  await record(tx, parcel, isUndone && !goesBack ? [{ kind: 'received' }] : [], cause);
  if (!isUndone) return;
  const when = notBefore(cause, parcel.dispatchedAt);
  await openTask(tx, {
    kind: 'arrivalUndone',
    subject: { parcelNumber: parcel.number },
    why: goesBack ? 'takenBack' : 'tooLate',
    at: when.occurredAt,
  });
}
