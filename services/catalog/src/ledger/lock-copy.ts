import { z } from 'zod';
import { Prisma, type Transaction } from '../database.ts';
import { CopyCondition, CopyPlace, LendingCategory } from '../generated/prisma/enums.ts';

const LockedCopySchema = z.object({
  id: z.bigint(),
  recordId: z.bigint(),
  barcode: z.string(),
  shelfMark: z.string(),
  weightGrams: z.int(),
  thicknessMm: z.int(),
  supplementCount: z.int(),
  condition: z.enum(CopyCondition),
  place: z.enum(CopyPlace),
  protectiveCover: z.boolean(),
  title: z.string(),
  subtitle: z.string(),
  author: z.string(),
  lending: z.enum(LendingCategory),
});

/** A copy whose row this transaction has locked, with what a desk needs of it. */
export type LockedCopy = z.infer<typeof LockedCopySchema>;

const lockedCopy = Prisma.sql`
  SELECT copy.id, copy.record_id AS "recordId", copy.barcode, copy.shelf_mark AS "shelfMark",
    copy.weight_grams AS "weightGrams", copy.thickness_mm AS "thicknessMm", copy.supplement_count AS "supplementCount",
    copy.condition::text AS condition, copy.place::text AS place, record.protective_cover AS "protectiveCover",
    record.title, record.subtitle, record.author, record.lending::text AS lending
  FROM copy JOIN bibliographic_record record ON record.id = copy.record_id`;

/** Locks a copy: its scans, its place and its allocation change under this lock only. */
export async function lockCopy(tx: Transaction, copyId: bigint): Promise<LockedCopy> {
  const rows = await tx.$queryRaw`${lockedCopy} WHERE copy.id = ${copyId} FOR NO KEY UPDATE OF copy`;
  return z.tuple([LockedCopySchema]).parse(rows)[0];
}

/**
 * Locks the title's queue and then the copy with that barcode (the order of withTitle), in one statement; undefined
 * when there is no such copy. The caller tells at the end whether somebody waits now (tellIfWaitingChanged).
 */
export async function lockTitleAndCopy(tx: Transaction, barcode: string): Promise<LockedCopy | undefined> {
  const rows = await tx.$queryRaw`
    ${lockedCopy} WHERE copy.barcode = ${barcode} FOR NO KEY UPDATE OF record, copy`;
  return z.array(LockedCopySchema).parse(rows)[0];
}

/** A copy of the title that stands on its shelf for anybody, locked; undefined when there is none. */
export async function lockCopyOnShelf(tx: Transaction, recordId: bigint): Promise<LockedCopy | undefined> {
  const where = { recordId, place: 'onShelf', condition: 'inService' } as const;
  const candidates = await tx.copy.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
  for (const { id } of candidates) {
    const copy = await lockCopy(tx, id);
    // A scan that held the copy's lock may have moved the copy.
    if (copy.place === 'onShelf' && copy.condition === 'inService') return copy;
  }
  return undefined;
}
