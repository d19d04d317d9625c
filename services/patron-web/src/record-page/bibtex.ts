import type { RecordDetail } from '@toshobin/contracts';
import { issnOf } from '../records/issn-of.ts';
import { recordPath } from '../records/record-path.ts';
import { languageOf } from './language-of.ts';
import { namesIn, namesOf } from './names-of.ts';

const types = { book: 'book', magazineIssue: 'misc', audiovisual: 'misc' } as const;

/**
 * A record in BibTeX, UTF-8. Names stand in braces of their own, so that 夏目 漱石 is not taken apart at its space and
 * no "and" in a name makes two of it. Illustrators, and who else had part in it, have no field there.
 */
export function bibTexOf(record: RecordDetail, publicUrl: string): string {
  const whole = (text: string) => `{${escaped(text)}}`;
  const all = (role: Parameters<typeof namesOf>[1]) =>
    joined(namesOf(record, role).map(({ written }) => whole(written)));
  const plain = (text: string | null) => (text === null ? null : escaped(text));
  const fields: [string, string | null | undefined][] = [
    ['title', whole(record.subtitle === null ? record.title : `${record.title} : ${record.subtitle}`)],
    ['author', all('author')],
    ['editor', all('editor')],
    ['translator', all('translator')],
    ['publisher', plain(record.publisher)],
    ['year', record.year === null ? null : String(record.year)],
    ['isbn', plain(record.isbns[0] ?? null)],
    ['issn', issnOf(record)],
    ['yomi', joined(namesIn(record.authorReading).map(escaped))],
    ['language', languageOf(record)],
    // Read by \url and the like, which take it as it is; an address of ours has nothing to escape.
    ['url', new URL(recordPath(record), publicUrl).href],
  ];
  const written = fields.flatMap(([key, value]) => (value == null ? [] : [`  ${key} = {${value}}`]));
  return `@${types[record.kind]}{${record.number},\n${written.join(',\n')}\n}\n`;
}

function joined(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(' and ');
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
