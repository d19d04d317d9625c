import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';

const items = [
  ...['number', 'status', 'kind', 'lending', 'title', 'part', 'volume', 'subtitle'],
  ...['statement', 'name', 'series'],
  ...['seriesVolume', 'publisher', 'year', 'edition', 'pages', 'language', 'isbn', 'issn', 'ndc'],
  ...['subject', 'note', 'copy', 'copyBarcode', 'copyShelfMark', 'copySupplements'],
] as const;
const columns = [
  ...['number', 'status', 'kind', 'lending', 'title', 'titleReading', 'part', 'subtitle', 'subtitleReading'],
  ...['author', 'authorReading', 'translator', 'translatorReading', 'editor', 'editorReading'],
  ...['illustrator', 'illustratorReading', 'series', 'seriesReading', 'seriesVolume', 'publisher'],
  ...[
    'year',
    'edition',
    'pages',
    'language',
    'isbn',
    'issn',
    'ndc',
    'subject',
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

const WordSchema = z.strictObject({
  of: z.enum(['role', 'kind', 'lending', 'status', 'language']),
  text: z.string().min(1),
  means: z.string(),
});
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
  /** Codes of ISO 639-2. */
  languages: readonly Word<string>[];
  /** Changes with every change of the tables. */
  version: string;
}

const mappingFolder = fileURLToPath(new URL('../../data/import/', import.meta.url));

/** Reads the tables of a folder; throws with file and line at the first that can't be understood. */
export function readMapping(folder = mappingFolder): Mapping {
  const table = (name: string) => readFileSync(`${folder}/${name}`, 'utf8');
  const [marc, csv, words] = [table('marc21.tsv'), table('csv.tsv'), table('words.tsv')];
  const headings = rowsOf('csv.tsv', csv, HeadingSchema, ['item', 'headings']);
  const places = rowsOf('marc21.tsv', marc, PlaceSchema, ['item', 'tag', 'part', 'only', 'role']);
  return {
    places: new Map(items.map((item) => [item, places.filter((place) => place.item === item)])),
    headings: new Map(headings.map(({ item, headings }) => [item, headings.split('|')])),
    roles: wordsOf(words, 'role', RoleSchema),
    kinds: wordsOf(words, 'kind', z.enum(RecordKind)),
    lendings: wordsOf(words, 'lending', z.enum(LendingCategory)),
    statuses: wordsOf(words, 'status', z.literal('withdrawn')),
    languages: wordsOf(words, 'language', z.string().regex(/^[a-z]{3}$/)),
    version: createHash('sha256').update([marc, csv, words].join('\0')).digest('hex').slice(0, 16),
  };
}

function wordsOf<Meaning>(table: string, of: string, means: z.ZodType<Meaning>): Word<Meaning>[] {
  const rows = rowsOf('words.tsv', table, WordSchema, ['of', 'text', 'means']);
  return rows
    .filter((row) => row.of === of)
    .map((row) => ({ text: bareOf(row.text), means: means.parse(row.means) }));
}

function rowsOf<T>(file: string, text: string, schema: z.ZodType<T>, names: readonly string[]): T[] {
  return text.split(/\r?\n/).flatMap((line, number) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const cells = line.split('\t');
    const row = Object.fromEntries(names.map((name, place) => [name, (cells[place] ?? '').trim()]));
    const read = schema.safeParse(row);
    if (!read.success) throw new Error(`${file}, line ${number + 1}: ${z.prettifyError(read.error)}`);
    return [read.data];
  });
}

/** What a text means, by the first word that it begins with. */
export function meaningOf<Meaning>(words: readonly Word<Meaning>[], text: string): Meaning | undefined {
  const bare = bareOf(text);
  return bare === '' ? undefined : words.find((word) => bare.startsWith(word.text))?.means;
}

function bareOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{Z}]/gu, '');
}
