import { type RecordDescription, RecordDescriptionSchema } from '@toshobin/contracts';
import { csvLine } from '@toshobin/service';
import type { Database } from '../database.ts';
import type { Row } from './describe-row.ts';
import { type Column, columns, type Mapping, meaningOf, type Role, type Word } from './mapping.ts';
import { readPart } from './read-values.ts';

const AT_A_TIME = 500;

/**
 * The records of a source that came in as a spreadsheet, as one of the same columns, a row a copy; those that it has
 * deleted are left out. They are written from what is kept of them: brought in again each is the record that it was.
 */
export async function* csvOut(database: Database, source: string, mapping: Mapping): AsyncGenerator<string> {
  const columns = [...mapping.headings].flatMap(([column, [heading]]) =>
    heading === undefined ? [] : [{ column, heading }],
  );
  yield `\ufeff${csvLine(columns.map(({ heading }) => heading))}`;
  for (let after = ''; ; ) {
    const records = await recordsAfter(database, source, after);
    for (const one of records) {
      const { copies } = one.record;
      // All rows of a record that say so would say that its source has deleted it.
      const isLeft = copies.some(({ condition }) => condition !== 'withdrawn');
      for (const copy of isLeft ? copies : [...copies, undefined]) {
        const row = rowOf(one, copy, mapping);
        yield csvLine(columns.map(({ column }) => row[column]));
      }
    }
    const last = records.at(-1);
    if (last === undefined || records.length < AT_A_TIME) return;
    after = last.controlNumber;
  }
}

type Kept = Awaited<ReturnType<typeof recordsAfter>>[number];

function recordsAfter(database: Database, source: string, after: string) {
  return database.importedRecord.findMany({
    where: { source, controlNumber: { gt: after }, marc: null, withdrawn: false },
    orderBy: { controlNumber: 'asc' },
    take: AT_A_TIME,
    select: whatARowSays,
  });
}

const whatARowSays = {
  controlNumber: true,
  record: {
    select: {
      ...{ kind: true, lending: true, title: true, titleReading: true, subtitle: true },
      ...{ subtitleReading: true, volume: true, series: true, publisher: true, year: true },
      ...{ isbns: true, ndc: true, description: { omit: { recordId: true } } },
      copies: { orderBy: { id: 'asc' } },
    },
  },
} as const;

/** What is kept of records by their source's numbers, each as a row that says it; of its copies nothing. */
export async function keptRows(
  database: Database,
  source: string,
  numbers: readonly string[],
  mapping: Mapping,
): Promise<ReadonlyMap<string, Row>> {
  const found = await database.importedRecord.findMany({
    where: { source, controlNumber: { in: [...numbers] } },
    select: whatARowSays,
  });
  return new Map(
    found.map((one) => {
      const row = rowOf(one, undefined, mapping);
      return [one.controlNumber, new Map(columns.map((column) => [column, row[column]]))];
    }),
  );
}

function rowOf(
  { controlNumber, record }: Kept,
  copy: Kept['record']['copies'][number] | undefined,
  mapping: Mapping,
): Record<Column, string> {
  const description = RecordDescriptionSchema.parse(record.description);
  const { contributors, otherTitles, furtherSeries } = description;
  const named = (role: Role) => listed(contributors.filter((name) => name.role === role));
  const titled = (kind: RecordDescription['otherTitles'][number]['kind']) =>
    listed(otherTitles.filter((title) => title.kind === kind));
  const [authors, translators] = [named('author'), named('translator')];
  const [editors, illustrators] = [named('editor'), named('illustrator')];
  const [uniform, varying, added] = [titled('uniform'), titled('varying'), titled('added')];
  const further = listed(furtherSeries);
  const [part, subtitle] = partOf(record);
  return {
    number: controlNumber,
    status: copy?.condition === 'withdrawn' ? wordFor(mapping.statuses, 'withdrawn') : '',
    kind: wordFor(mapping.kinds, record.kind),
    lending: wordFor(mapping.lendings, record.lending),
    title: record.title,
    titleReading: record.titleReading,
    ...{ part, subtitle },
    subtitleReading: record.subtitleReading,
    ...{ author: authors.written, authorReading: authors.reading },
    ...{ translator: translators.written, translatorReading: translators.reading },
    ...{ editor: editors.written, editorReading: editors.reading },
    ...{ illustrator: illustrators.written, illustratorReading: illustrators.reading },
    ...{ uniformTitle: uniform.written, uniformTitleReading: uniform.reading },
    ...{ varyingTitle: varying.written, varyingTitleReading: varying.reading },
    ...{ addedTitle: added.written, addedTitleReading: added.reading },
    series: record.series,
    seriesReading: description.seriesReading,
    seriesVolume: description.seriesVolume,
    ...{ furtherSeries: further.written, furtherSeriesReading: further.reading },
    furtherSeriesVolume: parted(furtherSeries.map(({ volume }) => volume)),
    publisher: record.publisher,
    year: record.year === 0 ? '' : String(record.year),
    edition: description.edition,
    pages: description.pages,
    language: description.language,
    isbn: parted(record.isbns),
    issn: description.issn ?? '',
    ndc: record.ndc ?? '',
    subject: parted(description.subjects),
    subjectReading: parted(description.subjectReadings),
    note: parted(description.notes),
    barcode: copy?.barcode ?? '',
    shelfMark: copy?.shelfMark ?? '',
    weightGrams: String(copy?.weightGrams ?? ''),
    thicknessMm: String(copy?.thicknessMm ?? ''),
    supplementCount: String(copy?.supplementCount ?? ''),
  };
}

/** The volume is read from where it is written: before the subtitle, which they are one text with. */
function partOf({ subtitle, volume }: Kept['record']): [part: string, subtitle: string] {
  const ends = volume === 0 ? [] : [...subtitle.matchAll(/(?<!\s) (?!\s)|$/gu)].map(({ index }) => index);
  const end = ends.find((at) => readPart(subtitle.slice(0, at)) === volume);
  return end === undefined ? ['', subtitle] : [subtitle.slice(0, end), subtitle.slice(end + 1)];
}

/** Several in one column, and their readings at the same places of another. */
function listed(all: readonly { written: string; reading: string }[]): { written: string; reading: string } {
  return {
    written: parted(all.map(({ written }) => written)),
    reading: parted(all.map(({ reading }) => reading)),
  };
}

function parted(texts: readonly string[]): string {
  return texts.every((text) => text === '') ? '' : texts.join(';');
}

/** The first word of the table that means it in a spreadsheet, and is no code of MARC. */
function wordFor<Meaning>(words: readonly Word<Meaning>[], meant: Meaning): string {
  const all = words.filter(({ text, means }) => means === meant && meaningOf(words, text) === meant);
  return (all.find(({ text }) => /\p{Script=Han}/u.test(text)) ?? all[0])?.text ?? '';
}
