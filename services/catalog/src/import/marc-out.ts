import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';
import type { MarcRecord } from './marc-record.ts';
import { readIso2709 } from './read-iso2709.ts';
import { writeMarcXml } from './write-marcxml.ts';

const Records = z.array(z.object({ number: z.string(), marc: z.instanceof(Buffer) }));
const AT_A_TIME = 1_000;

/** The records of a source as they came in (ISO 2709), by their numbers; those that it has deleted are left out. */
export async function* marcOut(database: Queryable, source: string): AsyncGenerator<Buffer> {
  for (let after = ''; ; ) {
    const { rows } = await database.query(
      `SELECT control_number AS number, marc FROM imported_record
       WHERE source = $1 AND control_number > $2 AND marc IS NOT NULL AND NOT withdrawn
       ORDER BY control_number LIMIT ${AT_A_TIME}`,
      [source, after],
    );
    const records = Records.parse(rows);
    for (const { marc } of records) yield marc;
    const last = records.at(-1);
    if (last === undefined || records.length < AT_A_TIME) return;
    after = last.number;
  }
}

/** The same records as MARCXML, which has no place for control characters. Brought in again they change nothing. */
export function marcXmlOut(database: Queryable, source: string): AsyncGenerator<string> {
  return writeMarcXml(recordsOf(marcOut(database, source)));
}

async function* recordsOf(all: AsyncIterable<Buffer>): AsyncGenerator<MarcRecord> {
  for await (const bytes of all) {
    const read = readIso2709(bytes);
    if (!read.ok) throw new Error(`A record that came in can't be read any more: ${read.refused.why}`);
    yield read.value;
  }
}
