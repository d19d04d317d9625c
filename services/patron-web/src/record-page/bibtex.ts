import type { RecordDetail } from '@toshobin/contracts';
import { recordPath } from '../records/record-path.ts';

const types = { book: 'book', magazineIssue: 'misc', audiovisual: 'misc' } as const;

/**
 * A record in BibTeX, UTF-8. Names stand in braces of their own, so that 夏目 漱石 is not taken apart at its space and
 * no "and" in a name makes two of it.
 */
export function bibTexOf(record: RecordDetail, publicUrl: string): string {
  const name = (text: string | null) => (text === null ? null : `{${escaped(text)}}`);
  const plain = (text: string | null) => (text === null ? null : escaped(text));
  const fields: [string, string | null][] = [
    ['title', name(record.subtitle === null ? record.title : `${record.title} : ${record.subtitle}`)],
    ['author', name(record.author)],
    ['translator', name(record.translator)],
    ['publisher', plain(record.publisher)],
    ['year', record.year === null ? null : String(record.year)],
    ['isbn', plain(record.isbns[0] ?? null)],
    ['yomi', plain(record.authorReading)],
    ['language', 'ja'],
    // Read by \url and the like, which take it as it is; an address of ours has nothing to escape.
    ['url', new URL(recordPath(record), publicUrl).href],
  ];
  const written = fields.filter(([, value]) => value !== null).map(([key, value]) => `  ${key} = {${value}}`);
  return `@${types[record.kind]}{${record.number},\n${written.join(',\n')}\n}\n`;
}

const special: Readonly<Record<string, string>> = {
  '\\': '{\\textbackslash}',
  '{': '{\\textbraceleft}',
  '}': '{\\textbraceright}',
  '~': '{\\textasciitilde}',
  '^': '{\\textasciicircum}',
};

/** What TeX would take for a command, as text. BibTeX counts braces even behind a backslash, so none may stand alone. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Control}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\\{}~^#$%&_]/g, (character) => special[character] ?? `\\${character}`)
    .trim();
}
