import { type Fact, type Instant, legalTime } from '@toshobin/lending-rules';
import type { Transaction } from '../database/open-database.ts';
import { instantOf } from '../facts/write-copy-fact.ts';
import type { CopyScan, ParcelLine, Prisma } from '../generated/prisma/client.ts';
import { lockCopy } from '../packing/lock-packing-row.ts';
import type { LockedParcel } from './lock-parcel.ts';

/** Adds what the catalog told of a copy to the set, once, until the end of the transaction alone with that copy. */
export async function keepCopyScan(tx: Transaction, fact: Fact): Promise<void> {
  const { factId, kind, place, voids = null } = fact;
  const copyId = BigInt(fact.copyId);
  await lockCopy(tx, copyId);
  const scan = { factId, copyId, kind, place, scannedAt: new Date(legalTime(fact)), voids };
  await tx.copyScan.createMany({ data: [scan], skipDuplicates: true });
}

/** Has another scan taken that one back, heard before or after it? */
export async function isTakenBack(tx: Transaction, factId: string): Promise<boolean> {
  return (await tx.copyScan.count({ where: { voids: factId } })) > 0;
}

/**
 * The scans of a packed copy until it was packed again, which say something of its parcel, without those that are taken
 * back; the first one first.
 */
export async function standingScans(
  tx: Transaction,
  { id, copyId, packedAt }: ParcelLine,
  which: Prisma.CopyScanWhereInput,
): Promise<CopyScan[]> {
  const next = await tx.parcelLine.findFirst({
    where: { copyId, id: { gt: id }, OR: [{ ended: null }, { ended: { not: 'unpacked' } }] },
    orderBy: { packedAt: 'asc' },
    select: { packedAt: true },
  });
  const scannedAt = { gte: packedAt, ...(next ? { lt: next.packedAt } : {}) };
  const scans = await tx.copyScan.findMany({
    where: { ...which, copyId, scannedAt, voids: null },
    orderBy: [{ scannedAt: 'asc' }, { factId: 'asc' }],
  });
  const voids = await tx.copyScan.findMany({ where: { voids: { in: scans.map(({ factId }) => factId) } } });
  const voided = new Set(voids.map((scan) => scan.voids));
  return scans.filter(({ factId }) => !voided.has(factId));
}

/**
 * When a copy was handed out or in first at the library its parcel goes to, by the scans that nothing takes back. Answers
 * the line as it is then.
 */
export async function keepHandledAt(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
): Promise<ParcelLine> {
  const here = { kind: { in: ['handedOut', 'handedIn'] }, place: parcel.libraryCode };
  const handledAt = (await standingScans(tx, line, here))[0]?.scannedAt ?? null;
  await tx.parcelLine.update({ where: { id: line.id }, data: { handledAt } });
  return { ...line, handledAt };
}

/**
 * The last time the copy was packed before it was scanned, and not taken out again; none when this scan took it out of a
 * parcel that had not left, and is heard again.
 */
export async function lineAt(tx: Transaction, copyId: bigint, at: Instant): Promise<ParcelLine | undefined> {
  const lines = await tx.parcelLine.findMany({
    where: { copyId, packedAt: { lte: new Date(at) } },
    orderBy: { id: 'desc' },
    take: 20,
  });
  const isDone = lines.some(
    ({ ended, endedAt }) => ended === 'unpacked' && endedAt && instantOf(endedAt) === at,
  );
  return isDone ? undefined : lines.find(({ ended }) => ended !== 'unpacked');
}
