import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UnreadableFile } from '@toshobin/spreadsheets';
import type { Format } from './open-file.ts';

/** The names of formats for whoever brings a file. */
const formatNames: Readonly<Record<Format, string>> = {
  marc: 'MARC (ISO 2709) in UTF-8',
  marcxml: 'MARCXML in UTF-8',
  csv: 'a spreadsheet (CSV) in UTF-8',
  'csv-cp932': 'a spreadsheet (CSV) in CP932',
};

const HEAD = 8_192;

/** The beginning of a workbook of Excel, and of every ZIP. */
const ZIP = Buffer.from('PK\u0003\u0004');

/**
 * Fails where a file is empty, is a workbook, or begins as one of another format does, and names both. A file that
 * begins like none is read, and refused record by record.
 */
export async function mustNotBeAnother(path: string, format: Format): Promise<void> {
  const head = await headOf(path);
  if (head.length === 0) throw new UnreadableFile(`${basename(path)} is empty`);
  if (head.subarray(0, ZIP.length).equals(ZIP)) {
    throw new UnreadableFile(
      `${basename(path)} looks like an Excel workbook, or another ZIP: save the sheet as CSV in UTF-8 and give --format csv`,
    );
  }
  const like = formatsLike(head);
  const [other] = like;
  if (other === undefined || like.includes(format)) return;
  throw new UnreadableFile(
    `${basename(path)} is expected to be ${formatNames[format]}, but looks like ${formatNames[other]}: give --format ${other}`,
  );
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD) });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The formats in which a file may begin so: with a leader, a tag, or a line of several headings. */
function formatsLike(head: Buffer): readonly Format[] {
  const text = head.toString('latin1').replace(/^(?:\u00ef\u00bb\u00bf)?\s*/u, '');
  if (/^\d{5}.{19}\d{12}/su.test(text)) return ['marc'];
  if (text.startsWith('<')) return ['marcxml'];
  const [line = ''] = text.split(/[\r\n]/u);
  const bytes = Buffer.from(line, 'latin1');
  const isText = bytes.every((byte) => byte >= 0x20 || byte === 0x09);
  if (!line.includes(',') || !isText) return [];
  if (isAscii(bytes)) return ['csv', 'csv-cp932'];
  return isUtf8(bytes) ? ['csv'] : ['csv-cp932'];
}
