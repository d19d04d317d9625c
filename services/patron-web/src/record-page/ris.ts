import type { RecordDetail } from '@toshobin/contracts';
import { recordPath } from '../records/record-path.ts';

const types = { book: 'BOOK', magazineIssue: 'MGZN', audiovisual: 'GEN' } as const;

/**
 * A record in RIS, the format that reference managers read; UTF-8, lines end with CR LF. Written here: the library for
 * it (citation-js) brings a model of every kind of citation, megabytes for fourteen lines.
 */
export function risOf(record: RecordDetail, publicUrl: string): string {
  const lines: [tag: string, value: string | null][] = [
    ['TY', types[record.kind]],
    ['TI', record.subtitle === null ? record.title : `${record.title} : ${record.subtitle}`],
    ['AU', record.author],
    // Subsidiary author: what reference managers read as the translator of a book.
    ['A4', record.translator],
    ['PB', record.publisher],
    ['PY', record.year === null ? null : String(record.year).padStart(4, '0')],
    ['SN', record.isbns[0] ?? null],
    ['CN', record.copies[0]?.shelfMark ?? null],
    ['LA', 'ja'],
    ['ID', record.number],
    ['UR', new URL(recordPath(record), publicUrl).href],
    ['ER', ''],
  ];
  return lines
    .filter(([, value]) => value !== null)
    .map(([tag, value]) => `${tag}  - ${oneLine(value ?? '')}\r\n`)
    .join('');
}

/** A line break would begin another tag. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Control}\u2028\u2029]+/gu, ' ').trim();
}
