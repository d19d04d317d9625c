import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';
import type { ReadRecord } from './prepare-batch.ts';
import type { Refused } from './refused.ts';
import { toNewRecord } from './to-new-record.ts';

const Kept = z.object({
  id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  author: z.string(),
  publisher: z.string(),
  year: z.number(),
});
type Kept = z.infer<typeof Kept>;

/**
 * The earlier records of a file that say otherwise of the same number, and that a later one writes over or withdraws;
 * asked before that is written. The later one counts, as the weekly file of a source has a record and then its
 * correction; but two books that were given one number by mistake look the same, so the report names the one that is
 * gone. (Koha compares a file only with what is in the catalogue, and makes two records; here a number is one record.)
 * Copies of one title whose rows stand apart replace nothing, nor does a row that withdraws a copy.
 */
export async function replacedInFile(
  database: Queryable,
  { changed, deletions }: { changed: readonly ReadRecord[]; deletions: readonly ReadRecord[] },
): Promise<[ReadRecord, Refused][]> {
  const again = [
    ...changed,
    ...deletions.filter(({ described }) => !described.copies.some(({ withdrawn }) => withdrawn)),
  ].filter(({ earlier }) => earlier !== undefined);
  if (again.length === 0) return [];
  const { rows } = await database.query(
    `SELECT id::text, title, subtitle, author, publisher, year FROM bibliographic_record WHERE id = ANY($1::bigint[])`,
    [again.flatMap(({ known }) => known?.recordId ?? [])],
  );
  const kept = new Map(
    z
      .array(Kept)
      .parse(rows)
      .map((one) => [one.id, one]),
  );
  return again.flatMap((one): [ReadRecord, Refused][] => {
    const before = kept.get(one.known?.recordId ?? '');
    if (before === undefined || (!one.described.withdrawn && saysTheSame(before, one))) return [];
    const unit = one.record.line === undefined ? '件目' : '行目';
    return [[one, { why: 'NUMBER_TWICE', what: `前のもの：${one.earlier}${unit}「${before.title}」` }]];
  });
}

function saysTheSame(before: Kept, { described }: ReadRecord): boolean {
  const now = toNewRecord(described, '', []);
  return (['title', 'subtitle', 'author', 'publisher', 'year'] as const).every(
    (item) => before[item] === now[item],
  );
}
