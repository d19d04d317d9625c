import type { RecordDetail } from '@toshobin/contracts';
import { issnOf } from '../records/issn-of.ts';
import { recordPath } from '../records/record-path.ts';
import { languageOf } from './language-of.ts';
import { namesOf } from './names-of.ts';

const types = { book: 'BOOK', magazineIssue: 'MGZN', audiovisual: 'GEN' } as const;

/**
 * A record in RIS, the format that reference managers read; UTF-8, lines end with CR LF. Written here: the library for
 * it (citation-js) brings a model of every kind of citation, megabytes for fourteen lines. Illustrators, and who else had
 * part in it, have no tag there.
 */
export function risOf(record: RecordDetail, publicUrl: string): string {
  const isbn = record.isbns[0] ?? null;
  const issn = issnOf(record);
  const lines: [tag: string, value: string | null | undefined][] = [
    ['TY', types[record.kind]],
    ['TI', record.subtitle === null ? record.title : `${record.title} : ${record.subtitle}`],
    ...named(record, 'AU', 'author'),
    ...named(record, 'ED', 'editor'),
    // Subsidiary author: what reference managers read as the translator of a book.
    ...named(record, 'A4', 'translator'),
    ['PB', record.publisher],
    ['PY', record.year === null ? null : String(record.year).padStart(4, '0')],
    // Reference managers take one number: that of the magazine of an issue.
    ['SN', record.kind === 'magazineIssue' ? (issn ?? isbn) : (isbn ?? issn)],
    ['CN', record.copies[0]?.shelfMark ?? null],
    ['LA', languageOf(record)],
    ['ID', record.number],
    ['UR', new URL(recordPath(record), publicUrl).href],
    ['ER', ''],
  ];
  return lines.flatMap(([tag, value]) => (value == null ? [] : [`${tag}  - ${oneLine(value)}\r\n`])).join('');
}

/** A line each. */
function named(
  record: RecordDetail,
  tag: string,
  role: Parameters<typeof namesOf>[1],
): [tag: string, name: string][] {
  return namesOf(record, role).map(({ written }) => [tag, written]);
}

/** A line break would begin another tag. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Control}\u2028\u2029]+/gu, ' ').trim();
}
