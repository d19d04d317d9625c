import type { Queryable } from '../records/queryable.ts';
import type { Described } from './described.ts';
import type { FileRecord } from './file-record.ts';
import { type KnownRecord, keptMarc } from './known-records.ts';
import { controlFieldOf } from './read-iso2709.ts';
import type { Refused } from './refused.ts';

/** Year, month, day, hour, minute, second and tenth; the zeros of some systems are no moment. */
const MOMENT = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d))?\s*$/;

interface Dated {
  described: Described;
  record: FileRecord;
  known: KnownRecord | undefined;
}

/**
 * The changed records of a file that are older than what is kept, by their last changes (005): an older file was
 * brought in behind a newer one. Where either side has no 005, as a spreadsheet never has, nothing is older.
 */
export async function olderThanKept<One extends Dated>(
  database: Queryable,
  source: string,
  records: readonly One[],
): Promise<Map<One, Refused>> {
  const dated = records.flatMap((one) => {
    const moment = one.known === undefined ? undefined : lastChangeOf(one.record.marc());
    return moment === undefined ? [] : [{ one, moment }];
  });
  if (dated.length === 0) return new Map();
  const kept = await keptMarc(
    database,
    source,
    dated.map(({ one }) => one.described.number),
  );
  return new Map(
    dated.flatMap(({ one, moment }): [One, Refused][] => {
      const held = lastChangeOf(kept.get(one.described.number) ?? null);
      if (held === undefined || moment.order >= held.order) return [];
      return [[one, { why: 'OLDER', what: `ファイル：${moment.written}、目録：${held.written}` }]];
    }),
  );
}

function lastChangeOf(marc: Uint8Array | null): { order: string; written: string } | undefined {
  const text =
    marc === null ? undefined : controlFieldOf(Buffer.from(marc.buffer, marc.byteOffset, marc.length), '005');
  const [, year, month, day, hour, minute, second, tenth = '0'] = MOMENT.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  return {
    order: [year, month, day, hour, minute, second, tenth].join(''),
    written: `${year}年${Number(month)}月${Number(day)}日 ${hour}:${minute}:${second}`,
  };
}
