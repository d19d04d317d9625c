import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnreadableFile } from '@toshobin/spreadsheets';
import { z } from 'zod';
import { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';

const items = [
  ...['number', 'status', 'kind', 'lending', 'title', 'part', 'volume', 'subtitle'],
  ...['uniformTitle', 'varyingTitle', 'addedTitle', 'statement', 'name', 'series'],
  ...['seriesVolume', 'publisher', 'year', 'edition', 'pages', 'language', 'isbn', 'issn', 'ndc'],
  ...['subject', 'note', 'copy', 'copyBarcode', 'copyShelfMark', 'copySupplements'],
] as const;
/** The items of a spreadsheet. */
export const columns = [
  ...['number', 'status', 'kind', 'lending', 'title', 'titleReading', 'part', 'subtitle', 'subtitleReading'],
  ...['author', 'authorReading', 'translator', 'translatorReading', 'editor', 'editorReading'],
  ...['uniformTitle', 'uniformTitleReading', 'varyingTitle', 'varyingTitleReading'],
  ...['addedTitle', 'addedTitleReading'],
  ...['illustrator', 'illustratorReading', 'series', 'seriesReading', 'seriesVolume', 'publisher'],
  ...['furtherSeries', 'furtherSeriesReading', 'furtherSeriesVolume'],
  ...[
    'year',
    'edition',
    'pages',
    'language',
    'isbn',
    'issn',
    'ndc',
    'subject',
    'subjectReading',
    'note',
    'barcode',
    'shelfMark',
  ],
  ...['weightGrams', 'thicknessMm', 'supplementCount'],
] as const;
const roles = ['author', 'translator', 'editor', 'illustrator', 'contributor'] as const;
const RoleSchema = z.enum(roles);
export type Role = z.infer<typeof RoleSchema>;

const PlaceSchema = z.strictObject({
  item: z.enum(items),
  tag: z.string().regex(/^(LDR|[0-9A-Za-z]{3})$/),
  /** Codes of subfields, or places of characters: 7-10. */
  part: z.string().regex(/^([a-z0-9]*|\d+(-\d+)?)$/),
  /** The subfield of that code begins with one of these. */
  only: z.string().regex(/^([a-z0-9]=.+)?$/),
  role: z.union([z.literal(''), RoleSchema]),
});
/** Where in a MARC record an item stands. */
export type Place = z.infer<typeof PlaceSchema>;
export type Item = Place['item'];

const HeadingSchema = z.strictObject({ item: z.enum(columns), headings: z.string().min(1) });
export type Column = z.infer<typeof HeadingSchema>['item'];

/** A text that is compared without punctuation, and so has to be more than that. */
const TextSchema = z.string().transform(bareOf).pipe(z.string().min(1));
const WordSchema = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('role'), text: TextSchema, means: RoleSchema }),
  z.strictObject({ of: z.literal('kind'), text: TextSchema, means: z.enum(RecordKind) }),
  z.strictObject({ of: z.literal('lending'), text: TextSchema, means: z.enum(LendingCategory) }),
  z.strictObject({ of: z.literal('status'), text: TextSchema, means: z.literal('withdrawn') }),
  z.strictObject({ of: z.literal('language'), text: TextSchema, means: z.string().regex(/^[a-z]{3}$/) }),
]);
/** A beginning of a text, and what it means. */
export interface Word<Meaning> {
  text: string;
  means: Meaning;
}

/** How files are read: three tables that a cataloguer keeps (data/import). */
export interface Mapping {
  places: ReadonlyMap<Item, readonly Place[]>;
  headings: ReadonlyMap<Column, readonly string[]>;
  roles: readonly Word<Role>[];
  kinds: readonly Word<RecordKind>[];
  lendings: readonly Word<LendingCategory>[];
  statuses: readonly Word<'withdrawn'>[];
  /** Languages by their codes of ISO 639-2. */
  languages: readonly Word<string>[];
  /** A version that changes with every change of the tables. */
  version: string;
}

/** The folder of our tables. */
export const mappingFolder = fileURLToPath(new URL('../../data/import/', import.meta.url));

/** The items without which no file can be read. */
const needed = ['number', 'kind', 'title'] as const;

/** Reads the tables of a folder; throws with file and line at the first that can't be understood. */
export function readMapping(folder = mappingFolder): Mapping {
  const [marc, csv, words] = [
    tableOf(folder, 'marc21.tsv'),
    tableOf(folder, 'csv.tsv'),
    tableOf(folder, 'words.tsv'),
  ];
  const headings = rowsOf('csv.tsv', csv, HeadingSchema, ['item', 'headings']);
  const places = rowsOf('marc21.tsv', marc, PlaceSchema, ['item', 'tag', 'part', 'only', 'role']);
  const meanings = rowsOf('words.tsv', words, WordSchema, ['of', 'text', 'means']);
  for (const item of needed)
    if (!places.some((place) => place.item === item))
      throw new UnreadableFile(`marc21.tsv: no line for ${item}`);
  return {
    places: new Map(items.map((item) => [item, places.filter((place) => place.item === item)])),
    headings: new Map(headings.map(({ item, headings }) => [item, headings.split('|')])),
    roles: meanings.flatMap((word) => (word.of === 'role' ? [word] : [])),
    kinds: meanings.flatMap((word) => (word.of === 'kind' ? [word] : [])),
    lendings: meanings.flatMap((word) => (word.of === 'lending' ? [word] : [])),
    statuses: meanings.flatMap((word) => (word.of === 'status' ? [word] : [])),
    languages: meanings.flatMap((word) => (word.of === 'language' ? [word] : [])),
    version: createHash('sha256').update([marc, csv, words].join('\0')).digest('hex').slice(0, 16),
  };
}

/** A table as an editor saves it, with or without a byte order mark. */
function tableOf(folder: string, file: string): string {
  const bytes = readFileSync(join(folder, file));
  if (!isUtf8(bytes)) throw new UnreadableFile(`${file}: not UTF-8`);
  return bytes.toString().replace(/^\ufeff/u, '');
}

function rowsOf<T>(file: string, text: string, schema: z.ZodType<T>, names: readonly string[]): T[] {
  return text.split(/\r?\n/).flatMap((line, number) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [cells, more] = [line.split('\t').slice(0, names.length), line.split('\t').slice(names.length)];
    const row = Object.fromEntries(names.map((name, place) => [name, (cells[place] ?? '').trim()]));
    const read = schema.safeParse(row);
    const fault = read.success ? undefined : z.prettifyError(read.error);
    const tooMany = more.some((cell) => cell.trim() !== '') ? `more than ${names.length} columns` : undefined;
    if (!read.success || tooMany !== undefined)
      throw new UnreadableFile(`${file}, line ${number + 1}: ${fault ?? tooMany}`);
    return [read.data];
  });
}

/** What a text means, by the first word that it begins with. */
export function meaningOf<Meaning>(words: readonly Word<Meaning>[], text: string): Meaning | undefined {
  const bare = bareOf(text);
  return bare === '' ? undefined : words.find((word) => bare.startsWith(word.text))?.means;
}

/** A leader's code of a kind: letters, which no word of a spreadsheet continues. */
const LEADER_LETTERS = /^[a-z]{1,2}$/;

/** The kind of material that a cell of a spreadsheet names: CD is no printed music (c), though it begins so. */
export function kindOfCell({ kinds }: Mapping, text: string): RecordKind | undefined {
  const goesOn = (word: string) => /^[a-z]/.test(bareOf(text).slice(word.length));
  return meaningOf(
    kinds.filter((word) => !LEADER_LETTERS.test(word.text) || !goesOn(word.text)),
    text,
  );
}

function bareOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{Z}]/gu, '');
}
