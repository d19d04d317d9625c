import { parse } from 'csv-parse';
import { z } from 'zod';
import { describeRows, type Row } from './describe-row.ts';
import type { FileRecord } from './file-record.ts';
import type { Column, Mapping } from './mapping.ts';
import { refused } from './refused.ts';

const Line = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

export interface CsvLine {
  cells: string[];
  /** The line of the file that it begins in. */
  line: number;
}

/** The rows of a CSV file, the headings first (comma, quotation marks as spreadsheets write them). */
export async function* csvLines(text: AsyncIterable<string>): AsyncGenerator<CsvLine> {
  const parser = parse({ info: true, bom: true, relaxColumnCount: true, skipEmptyLines: true });
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
    yield { cells, line };
    line = info.lines + 1;
  }
  await feeding;
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
  for await (const { cells, line } of csvLines(text)) {
    if (columns === undefined) {
      columns = columnsOf(cells, mapping);
      const unread = cells.filter((cell, place) => columns?.[place] === undefined && cell.trim() !== '');
      if (unread.length > 0) onUnread?.(unread);
      continue;
    }
    if (cells.length !== columns.length) {
      yield* joined(group);
      group = [];
      yield recordOf(cells, line, () => refused('NOT_CSV', cells.join(',')));
      continue;
    }
    const row = new Map<Column, string>();
    for (const [place, column] of columns.entries())
      if (column !== undefined && (row.get(column) ?? '') === '') row.set(column, cells[place] ?? '');
    if (group[0]?.row.get('number') !== row.get('number') || row.get('number') === '') {
      yield* joined(group);
      group = [];
    }
    group.push({ row, line, cells });
  }
  yield* joined(group);
}

function* joined(group: readonly NumberedRow[]): Generator<FileRecord> {
  const [first] = group;
  if (first === undefined) return;
  const rows = group.map(({ row }) => row);
  yield recordOf(
    group.flatMap(({ cells }) => cells),
    first.line,
    (mapping) => describeRows(rows, mapping),
  );
}

function recordOf(cells: readonly string[], line: number, read: FileRecord['read']): FileRecord {
  return { line, bytes: Buffer.from(JSON.stringify(cells)), marc: () => null, read };
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
