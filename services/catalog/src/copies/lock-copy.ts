import { z } from 'zod';
import type { CopyCondition, CopyPlace } from '../generated/prisma/enums.ts';
import type { Tx } from '../open-database.ts';

/** A copy whose row this transaction has locked, with what a desk needs of it. */
export interface LockedCopy {
  id: bigint;
  recordId: bigint;
  barcode: string;
  shelfMark: string;
  weightGrams: number;
  thicknessMm: number;
  supplementCount: number;
  condition: CopyCondition;
  place: CopyPlace;
  protectiveCover: boolean;
}

/** Locks a copy: its scans, its place and its allocation change under this lock only. */
export async function lockCopy(tx: Tx, copyId: bigint): Promise<LockedCopy> {
  await tx.$queryRaw`SELECT 1 FROM copy WHERE id = ${copyId} FOR NO KEY UPDATE`;
  const { record, ...copy } = await tx.copy.findUniqueOrThrow({
    where: { id: copyId },
    include: { record: { select: { protectiveCover: true } } },
  });
  return { ...copy, protectiveCover: record.protectiveCover };
}

const IdRows = z.array(z.object({ id: z.bigint() }));

/** A copy of the title that stands on its shelf for anybody, locked; undefined when there is none. */
export async function lockCopyOnShelf(tx: Tx, recordId: bigint): Promise<LockedCopy | undefined> {
  const candidates = IdRows.parse(
    await tx.$queryRaw`
      SELECT id FROM copy WHERE record_id = ${recordId} AND place = 'onShelf' AND condition = 'inService'
      ORDER BY id`,
  );
  for (const { id } of candidates) {
    const copy = await lockCopy(tx, id);
    // It may have been moved by a scan that held its lock.
    if (copy.place === 'onShelf' && copy.condition === 'inService') return copy;
  }
  return undefined;
}
