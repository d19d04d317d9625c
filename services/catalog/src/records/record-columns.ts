import { normalise } from '../words/normalise.ts';
import { searchColumns } from '../words/search-columns.ts';
import type { NewRecord } from './new-record.ts';

/** The columns of a record that are written with it, each with its type: as a list of JSON brings them. */
const types = {
  number: 'text',
  kind: 'record_kind',
  lending: 'lending_category',
  title: 'text',
  title_reading: 'text',
  subtitle: 'text',
  subtitle_reading: 'text',
  author: 'text',
  author_reading: 'text',
  author_latin: 'text',
  translator: 'text',
  translator_reading: 'text',
  translator_latin: 'text',
  publisher: 'text',
  series: 'text',
  volume: 'smallint',
  book_title: 'text',
  book_names: 'text[]',
  quoted: 'text[]',
  old_spelling: 'boolean',
  year: 'smallint',
  ndc: 'text',
  isbns: 'text[]',
  protective_cover: 'boolean',
  source: 'text',
  nt: 'text',
  s: 'text',
  keys: 'text[]',
  tv: 'tsvector',
  norm_version: 'smallint',
} as const;
type RecordColumn = keyof typeof types;
type RecordRow = Record<RecordColumn, unknown>;

export const recordColumns = Object.keys(types);
/** Those columns as the FROM of a statement names them, for rows that came as JSON. */
export const recordColumnTypes = Object.entries(types)
  .map(([column, type]) => `${column} ${type}`)
  .join(', ');

/** A record as its row, with what a search reads of it. */
export function rowOf(record: NewRecord): RecordRow {
  const { nt, s, keys, tv, normVersion } = searchColumns(record);
  const { bookNames, quoted } = titlesNamed(record);
  return {
    number: record.number ?? null,
    kind: record.kind,
    lending: record.lending,
    title: record.title,
    title_reading: record.titleReading,
    subtitle: record.subtitle,
    subtitle_reading: record.subtitleReading,
    author: record.author,
    author_reading: record.authorReading,
    author_latin: record.authorLatin ?? '',
    translator: record.translator,
    translator_reading: record.translatorReading ?? '',
    translator_latin: record.translatorLatin ?? '',
    publisher: record.publisher,
    series: record.series ?? '',
    volume: record.volume ?? 0,
    book_title: record.bookTitle ?? null,
    book_names: bookNames,
    quoted,
    old_spelling: record.oldSpelling ?? false,
    year: record.year,
    ndc: record.ndc,
    isbns: record.isbns,
    protective_cover: record.protectiveCover,
    source: record.source,
    ...{ nt, s, keys, tv, norm_version: normVersion },
  };
}

/** The titles that make up the book's title, in its order, and those in quotation marks in the record's own. */
function titlesNamed({ title, subtitle, bookTitle = '' }: NewRecord): {
  bookNames: string[];
  quoted: string[];
} {
  const parts = bookTitle.normalize('NFKC').split(/[\s・、，()「」『』/―─－-]+/u);
  const marked = [...`${title} ${subtitle}`.matchAll(/[「『]([^「」『』]{2,})[」』]/gu)].map(
    ([, quoted = '']) => quoted,
  );
  const distinct = (texts: readonly string[]) =>
    [...new Set(texts.map(normalise))].filter((text) => text !== '');
  return { bookNames: distinct(parts), quoted: distinct(marked) };
}
