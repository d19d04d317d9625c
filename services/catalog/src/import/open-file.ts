import { decodeLines, UnreadableFile } from '@toshobin/spreadsheets';
import { cutRecords } from './cut-records.ts';
import { describeMarc } from './describe-marc.ts';
import type { FileRecord } from './file-record.ts';
import type { Mapping } from './mapping.ts';
import type { MarcRecord } from './marc-record.ts';
import { readCsv } from './read-csv.ts';
import { readMarcXml } from './read-marcxml.ts';
import type { Reading } from './refused.ts';
import { writeIso2709 } from './write-iso2709.ts';

export const formats = ['marc', 'marcxml', 'csv', 'csv-cp932'] as const;
export type Format = (typeof formats)[number];

/** The records of a file, one after the other, never all at once. */
export async function* openFile(
  chunks: AsyncIterable<Uint8Array>,
  format: Format,
  mapping: Mapping,
  onUnread?: (headings: readonly string[]) => void,
): AsyncGenerator<FileRecord> {
  switch (format) {
    case 'marc':
      for await (const { bytes, record } of cutRecords(chunks))
        yield { bytes, marc: () => bytes, read: (by) => described(record, by) };
      return;
    case 'marcxml':
      for await (const { line, record } of readMarcXml(decoded(chunks))) {
        const written = record.ok ? writeIso2709(record.value) : record;
        // ISO 2709 makes a record the same however it comes.
        const bytes = written.ok ? written.value : Buffer.from(JSON.stringify(record));
        yield {
          line,
          bytes,
          marc: () => (written.ok ? written.value : null),
          read: (by) => (written.ok ? described(record, by) : written),
        };
      }
      return;
    case 'csv':
      yield* readCsv(decodeLines(chunks, 'utf-8'), mapping, onUnread);
      return;
    case 'csv-cp932':
      yield* readCsv(decodeLines(chunks, 'shift_jis'), mapping, onUnread);
  }
}

function described(record: Reading<MarcRecord>, mapping: Mapping) {
  return record.ok ? describeMarc(record.value, mapping) : record;
}

/** The text of a file; as XML demands, it fails at bytes that are not UTF-8. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new UnreadableFile('The file has bytes that are not UTF-8', { cause });
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}
