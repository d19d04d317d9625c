import { readIsbn } from '../words/isbn.ts';
import { readIssn } from '../words/issn.ts';
import type { Described, NamedPart, OtherTitle } from './described.ts';
import { type Column, kindOfCell, type Mapping, meaningOf, type Role } from './mapping.ts';
import { readGaiji } from './read-gaiji.ts';
import { readStandardNumbers } from './read-standard-numbers.ts';
import {
  finestNdc,
  lendingOf,
  readLanguage,
  readMeasure,
  readPart,
  readYear,
  thicknessUnits,
  weightUnits,
} from './read-values.ts';
import { type Reading, type Refused, refused } from './refused.ts';
import type { Spelled } from './spelled.ts';

/**
 * Before what begins like a formula, and is none, a spreadsheet has an apostrophe; so has what goes out of here
 * (csvLine).
 */
const NO_FORMULA = /^'(?=[=+\-@])/u;

/** In one cell, as a spreadsheet has it; what goes out of here has every cell in one line. */
const LINE_BREAK = /[\r\n]+/gu;

/** A line of a CSV file by what its columns are (data/import/csv.tsv); what the file has no column for is empty. */
export type Row = ReadonlyMap<Column, string>;

/** What the rows of one record say of it: its description in the first, a copy in each. */
export function describeRows(rows: readonly Row[], mapping: Mapping): Reading<Described> {
  const [row = new Map<Column, string>()] = rows;
  const text = (column: Column, of: Row = row) =>
    readGaiji((of.get(column) ?? '').replace(NO_FORMULA, '').replaceAll(LINE_BREAK, ' ')).trim();
  const parts = (column: Column) =>
    text(column)
      .split(/[;；]/u)
      .map((part) => part.trim());
  const list = (column: Column) => parts(column).filter((part) => part !== '');
  const spelled = (column: Column, reading?: Column): Spelled => ({
    written: text(column),
    reading: reading === undefined ? '' : text(reading),
    latin: '',
  });
  /** Several in one column, their readings at the same places of another. */
  const listed = (column: Column, reading: Column) => {
    const readings = parts(reading);
    return parts(column)
      .map((written, place) => ({ written, reading: readings[place] ?? '', latin: '', place }))
      .filter(({ written }) => written !== '');
  };
  const names = (column: Column, reading: Column, role: Role): NamedPart[] =>
    listed(column, reading).map(({ place: _place, ...name }) => ({ ...name, role, body: false }));
  const titles = (column: Column, reading: Column, kind: OtherTitle['kind']): OtherTitle[] =>
    listed(column, reading).map(({ place: _place, ...title }) => ({ ...title, kind }));
  const furtherVolumes = parts('furtherSeriesVolume');
  const number = text('number');
  if (number === '') return refused('NO_NUMBER', text('title'));
  const isWithdrawn = (of: Row) => meaningOf(mapping.statuses, text('status', of)) === 'withdrawn';
  // A row is a copy: nothing of the record is told to stay. Which copies go, the rows name.
  const withdrawn = rows.every(isWithdrawn);
  if (text('title') === '' && !withdrawn) return refused('NO_TITLE', '', number);
  const kind = text('kind') === '' ? 'book' : kindOfCell(mapping, text('kind'));
  if (kind === undefined) return refused('NOT_THIS_KIND', text('kind'), number);
  const issns = readStandardNumbers(list('issn'), readIssn, 'ISSN_WRONG');
  const isbns = readStandardNumbers(list('isbn'), readIsbn, 'ISBN_WRONG');
  const lending = text('lending');
  const unknown: Refused[] =
    lending === '' || meaningOf(mapping.lendings, lending) !== undefined
      ? []
      : [{ why: 'LENDING_UNKNOWN', what: lending }];
  const described: Described = {
    ...{ number, withdrawn, kind },
    lending: lendingOf(mapping, [lending], kind),
    title: spelled('title', 'titleReading'),
    subtitle: {
      written: [text('part'), text('subtitle')].filter((part) => part !== '').join(' '),
      reading: text('subtitleReading'),
      latin: '',
    },
    volume: readPart(text('part')) ?? 0,
    names: [
      ...names('author', 'authorReading', 'author'),
      ...names('translator', 'translatorReading', 'translator'),
      ...names('editor', 'editorReading', 'editor'),
      ...names('illustrator', 'illustratorReading', 'illustrator'),
    ],
    otherTitles: [
      ...titles('uniformTitle', 'uniformTitleReading', 'uniform'),
      ...titles('varyingTitle', 'varyingTitleReading', 'varying'),
      ...titles('addedTitle', 'addedTitleReading', 'added'),
    ],
    series: [
      { ...spelled('series', 'seriesReading'), volume: text('seriesVolume') },
      ...listed('furtherSeries', 'furtherSeriesReading').map(({ place, ...series }) => ({
        ...series,
        volume: furtherVolumes[place] ?? '',
      })),
    ].filter(({ written }) => written !== ''),
    publisher: text('publisher'),
    year: readYear(text('year')) ?? 0,
    edition: text('edition'),
    pages: text('pages'),
    language: meaningOf(mapping.languages, text('language')) ?? readLanguage(text('language')) ?? '',
    isbns: isbns.right,
    issn: issns.right[0] ?? null,
    ndc: finestNdc(list('ndc')) ?? null,
    subjects: listed('subject', 'subjectReading').map(({ place: _place, ...subject }) => subject),
    notes: list('note'),
    copies: rows.flatMap((of) => {
      const barcode = text('barcode', of);
      if (barcode === '') return [];
      return [
        {
          barcode,
          shelfMark: text('shelfMark', of),
          weightGrams: readMeasure(text('weightGrams', of), weightUnits),
          thicknessMm: readMeasure(text('thicknessMm', of), thicknessUnits),
          supplementCount: readMeasure(text('supplementCount', of)),
          withdrawn: isWithdrawn(of),
        },
      ];
    }),
    refused: [...isbns.wrong, ...issns.wrong, ...unknown],
  };
  return { ok: true, value: described };
}
