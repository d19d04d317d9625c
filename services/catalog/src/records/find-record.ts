import { nothingDescribed, RecordDescriptionSchema } from '@toshobin/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/**
 * The record with that id, or with that public number, and its copies, withdrawn ones included (除籍); undefined when
 * there is none, also for a text that can be neither.
 * @param key digits (contracts: RecordId) or T and nine digits
 */
export async function findRecord(database: PrismaClient, key: string) {
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
