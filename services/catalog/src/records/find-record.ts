import { nothingDescribed, RecordDescriptionSchema } from '@toshobin/contracts';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { RecordSummarySchema } from './record-summary.ts';

/** A copy as pages and desks see it. Where it is now is not told here. */
export const CopyDetailSchema = z.strictObject({
  /** Database number as digits (contracts: CopyId). */
  id: z.string(),
  barcode: z.string(),
  shelfMark: z.string(),
  weightGrams: z.int(),
  thicknessMm: z.int(),
  supplementCount: z.int(),
  condition: z.enum(['inService', 'searching', 'missing', 'damaged', 'lost', 'withdrawn']),
});

/** A record with its copies, those withdrawn too: a page for patrons leaves them out (除籍). */
export const RecordDetailSchema = RecordSummarySchema.extend({
  subtitleReading: z.string(),
  authorReading: z.string(),
  series: z.string(),
  description: RecordDescriptionSchema,
  copies: z.array(CopyDetailSchema),
});
export type RecordDetail = z.infer<typeof RecordDetailSchema>;

/**
 * The record with that id, or with that public number; undefined when there is none, also for a text that can be
 * neither.
 * @param key digits (contracts: RecordId) or T and nine digits
 */
export async function findRecord(database: PrismaClient, key: string): Promise<RecordDetail | undefined> {
  const where = readRecordKey(key);
  if (where === undefined) return undefined;
  const found = await database.bibliographicRecord.findUnique({
    where,
    omit: {
      ...{ nt: true, s: true, keys: true, normVersion: true, placed: true, segment: true, addedAt: true },
      ...{
        authorLatin: true,
        translatorReading: true,
        translatorLatin: true,
        bookNames: true,
        quoted: true,
        standing: true,
        asked: true,
      },
      ...{ bookTitle: true, oldSpelling: true, work: true },
    },
    include: {
      description: { omit: { recordId: true } },
      copies: { omit: { recordId: true, addedAt: true }, orderBy: { id: 'asc' } },
    },
  });
  if (found === null) return undefined;
  return {
    ...found,
    description: RecordDescriptionSchema.parse(found.description ?? nothingDescribed),
    id: String(found.id),
    year: found.year === 0 ? null : found.year,
    copies: found.copies.map((copy) => ({ ...copy, id: String(copy.id) })),
  };
}

function readRecordKey(key: string): { id: bigint } | { number: string } | undefined {
  if (/^T[0-9]{9}$/.test(key)) return { number: key };
  if (/^[1-9][0-9]{0,17}$/.test(key)) return { id: BigInt(key) };
  return undefined;
}
