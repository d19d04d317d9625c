import type { MarcField, MarcRecord, Subfield } from '../import/marc-record.ts';
import { writeIso2709 } from '../import/write-iso2709.ts';
import { writeMarcXml } from '../import/write-marcxml.ts';

/**
 * A MARC record as catalogers write it down, a field a line: `001 123`, `245 10 $a草枕 /$c夏目漱石著`.
 *
 * @param status c: current, d: deleted
 * @param kind am: book, as: periodical, gm: film
 */
export function marcRecord(lines: string, status = 'c', kind = 'am'): MarcRecord {
  const fields = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): MarcField => {
      const tag = line.slice(0, 3);
      if (tag.startsWith('00')) return { tag, text: line.slice(4) };
      const subfields = line
        .slice(7)
        .split('$')
        .slice(1)
        .map((part): Subfield => [part.slice(0, 1), part.slice(1)]);
      return { tag, indicators: line.slice(4, 6).replaceAll('_', ' '), subfields };
    });
  return { leader: `00000${status}${kind} a2200000 i 4500`, fields };
}

/** A MARC record as the bytes of a file. */
export function marcBytes(lines: string, status?: string, kind?: string): Buffer {
  const written = writeIso2709(marcRecord(lines, status, kind));
  if (!written.ok) throw new Error(written.refused.why);
  return written.value;
}

/** Records as a file of MARCXML has them. */
export async function xmlOf(...records: MarcRecord[]): Promise<string> {
  let document = '';
  for await (const part of writeMarcXml(records)) document += part;
  return document;
}
