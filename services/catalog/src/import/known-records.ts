import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';
import type { Described } from './described.ts';
import type { FileRecord } from './file-record.ts';

const Known = z.object({
  controlNumber: z.string(),
  recordId: z.string(),
  fingerprint: z.instanceof(Buffer),
});
const Kept = z.object({ number: z.string(), marc: z.instanceof(Buffer) });
export type KnownRecord = z.infer<typeof Known>;

/** The records of a source that came before, by their numbers. */
export async function knownRecords(
  database: Queryable,
  source: string,
  numbers: readonly string[],
): Promise<Map<string, KnownRecord>> {
  const { rows } = await database.query(
    `SELECT control_number AS "controlNumber", record_id::text AS "recordId", fingerprint
     FROM imported_record WHERE source = $1 AND control_number = ANY($2::text[])`,
    [source, numbers],
  );
  return new Map(
    z
      .array(Known)
      .parse(rows)
      .map((one) => [one.controlNumber, one]),
  );
}

/** The MARC records that came in under those numbers, as they came. */
export async function keptMarc(
  database: Queryable,
  source: string,
  numbers: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await database.query(
    `SELECT control_number AS number, marc FROM imported_record
     WHERE source = $1 AND control_number = ANY($2::text[]) AND marc IS NOT NULL`,
    [source, numbers],
  );
  return new Map(
    z
      .array(Kept)
      .parse(rows)
      .map(({ number, marc }) => [number, marc]),
  );
}

interface Remembered {
  recordId: string;
  described: Described;
  record: FileRecord;
  fingerprint: Buffer;
}

/** Keeps which record is whose number, and the MARC record as it came. */
export async function rememberRecords(
  database: Queryable,
  source: string,
  records: readonly Remembered[],
): Promise<void> {
  if (records.length === 0) return;
  // One piece of bytes is sent as it is; a list of many would be written as text, at either end byte by byte.
  const marc = records.map(({ record }) => record.marc());
  const begins: number[] = [];
  let at = 1;
  for (const bytes of marc) {
    begins.push(at);
    at += bytes?.length ?? 0;
  }
  await database.query(
    `INSERT INTO imported_record (source, control_number, record_id, fingerprint, marc, withdrawn)
     SELECT $1, number, id, fingerprint, substring($5::bytea FROM begins FOR length), withdrawn
     FROM unnest($2::text[], $3::bigint[], $4::bytea[], $6::boolean[], $7::int[], $8::int[])
       AS one (number, id, fingerprint, withdrawn, begins, length)
     ON CONFLICT (source, control_number) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, marc = EXCLUDED.marc,
       withdrawn = EXCLUDED.withdrawn`,
    [
      source,
      records.map(({ described }) => described.number),
      records.map(({ recordId }) => recordId),
      records.map(({ fingerprint }) => fingerprint),
      Buffer.concat(marc.flatMap((bytes) => bytes ?? [])),
      records.map(({ described }) => described.withdrawn),
      begins,
      marc.map((bytes) => bytes?.length ?? null),
    ],
  );
}
