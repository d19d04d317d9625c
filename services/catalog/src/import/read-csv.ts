import { parse } from 'csv-parse';
import { z } from 'zod';
import { normalise } from '../words/normalise.ts';
import { UNREADABLE } from './decode-lines.ts';
import { describeRows, type Row } from './describe-row.ts';
import type { FileRecord } from './file-record.ts';
import { type Column, columns as columnNames, type Mapping } from './mapping.ts';
import { type RefusedWhy, refused } from './refused.ts';

const Line = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

export interface CsvLine {
  cells: string[];
  /** The line of the file that it begins in. */
  line: number;
  /** Why it is no row. */
  broken?: RefusedWhy;
}

/**
 * The rows of a CSV file, the headings first (comma, quotation marks as spreadsheets write them; one within a cell is itself). A cell whose
 * quotation mark is not closed takes the lines behind it along, up to the next quotation mark or the end: they are one broken row.
 */
export async function* csvLines(text: AsyncIterable<string>): AsyncGenerator<CsvLine> {
  let unclosed = false;
  const parser = parse({
    ...{ info: true, bom: true, relaxColumnCount: true, relaxQuotes: true, skipEmptyLines: true },
    skipRecordsWithError: true,
    onSkip: () => {
      unclosed = true;
      return undefined;
    },
  });
  const feeding = (async () => {
    for await (const chunk of text)
      if (!parser.write(chunk)) await new Promise((go) => parser.once('drain', go));
    parser.end();
  })();
  feeding.catch((error: unknown) =>
    parser.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  let line = 1;
  for await (const read of parser) {
    const { record: cells, info } = Line.parse(read);
    const broken = brokenBy(cells);
    yield { cells, line, ...(broken === undefined ? {} : { broken }) };
    line = info.lines + 1;
  }
  await feeding;
  if (unclosed) yield { cells: [], line, broken: 'NOT_CSV' };
}

function brokenBy(cells: readonly string[]): RefusedWhy | undefined {
  if (cells.some((cell) => cell.includes(UNREADABLE))) return 'ENCODING_WRONG';
  return cells.some((cell) => cell.startsWith('"') && /[\r\n]/u.test(cell)) ? 'NOT_CSV' : undefined;
}

interface NumberedRow {
  row: Row;
  line: number;
  cells: readonly string[];
}

/**
 * The records of a CSV file, by the headings in its first line. Neighbouring rows of one
 * number are one record, each row a copy. A row with more or fewer cells than the first line is refused. Of two columns that are the same
 * item the first that says something counts.
 *
 * @param onUnread told the headings that are in no table, once
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  mapping: Mapping,
  onUnread?: (headings: readonly string[]) => void,
): AsyncGenerator<FileRecord> {
  let columns: (Column | undefined)[] | undefined;
  let group: NumberedRow[] = [];
  for await (const { cells, line, broken } of csvLines(text)) {
    if (columns === undefined) {
      if (broken !== undefined)
        throw new Error('The first line can not be read: it is of another format, or in another encoding');
      columns = columnsOf(cells, mapping);
      const unread = cells.filter((cell, place) => columns?.[place] === undefined && cell.trim() !== '');
      if (unread.length > 0) onUnread?.(unread);
      continue;
    }
    if (broken !== undefined || cells.length !== columns.length) {
      yield* joined(group, columns);
      group = [];
      yield recordOf(cells, line, () => refused(broken ?? 'NOT_CSV', cells.join(',')));
      continue;
    }
    const row = new Map<Column, string>();
    for (const [place, column] of columns.entries())
      if (column !== undefined && (row.get(column) ?? '') === '') row.set(column, cells[place] ?? '');
    if (group[0]?.row.get('number') !== row.get('number') || row.get('number') === '') {
      yield* joined(group, columns);
      group = [];
    }
    group.push({ row, line, cells });
  }
  if (columns !== undefined) yield* joined(group, columns);
}

function* joined(
  group: readonly NumberedRow[],
  columns: readonly (Column | undefined)[],
): Generator<FileRecord> {
  const [first] = group;
  if (first === undefined) return;
  const rows = group.map(({ row }) => row);
  // Read by other columns the same cells say something else.
  const content = [columns, ...group.map(({ cells }) => cells)];
  const record = recordOf(content, first.line, (mapping) => describeRows(rows, mapping));
  const isWhole = describing.every((column) => columns.includes(column));
  yield isWhole
    ? record
    : {
        ...record,
        readOver: (mapping, kept) =>
          describeRows(
            rows.map((row) => over(kept, row)),
            mapping,
          ),
      };
}

/** What is of the record and of no copy. */
const OF_COPIES = ['barcode', 'shelfMark', 'weightGrams', 'thicknessMm', 'supplementCount', 'status'];
const describing = columnNames.filter((column) => !OF_COPIES.includes(column));

/** A row with what is kept where it has no column. A reading, and a number in a series, stay with what they are of. */
function over(kept: Row, row: Row): Row {
  const missing = describing.filter((column) => !row.has(column));
  const stays = missing.filter((column) => {
    const of = columnNames.find((one) => column === `${one}Reading` || column === `${one}Volume`);
    return of === undefined || !row.has(of) || normalise(row.get(of) ?? '') === normalise(kept.get(of) ?? '');
  });
  return new Map([...row, ...stays.map((column): [Column, string] => [column, kept.get(column) ?? ''])]);
}

function recordOf(content: unknown, line: number, read: FileRecord['read']): FileRecord {
  return { line, bytes: Buffer.from(JSON.stringify(content)), marc: () => null, read };
}

/** Which item each column is; a file without a number or a title can't be what was meant. */
function columnsOf(cells: readonly string[], mapping: Mapping): (Column | undefined)[] {
  const byHeading = new Map<string, Column>();
  for (const [column, headings] of mapping.headings)
    for (const heading of headings) byHeading.set(plain(heading), column);
  const columns = cells.map((cell) => byHeading.get(plain(cell)));
  for (const needed of ['number', 'title'] as const)
    if (!columns.includes(needed))
      throw new Error(
        `The first line has no heading for ${needed}: ${mapping.headings.get(needed)?.join(', ')} (csv.tsv)`,
      );
  return columns;
}

/** A heading however wide its letters are. */
function plain(heading: string): string {
  return heading.normalize('NFKC').trim().toLowerCase();
}
