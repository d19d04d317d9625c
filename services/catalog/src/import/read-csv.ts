import { csvLines, foldHeading, UnreadableFile } from '@toshobin/spreadsheets';
import { normalise } from '../words/normalise.ts';
import { describeRows, type Row } from './describe-row.ts';
import type { FileRecord } from './file-record.ts';
import { type Column, columns as columnNames, type Mapping } from './mapping.ts';
import { refused } from './refused.ts';

interface NumberedRow {
  row: Row;
  line: number;
  cells: readonly string[];
}

/**
 * The records of a CSV file, by the headings in its first line. Neighbouring rows of one number are one record, each
 * row a copy. A row with more or fewer cells than the first line is refused. Of two columns of one item the first that
 * says something counts.
 *
 * @param onUnread called once with the headings that are in no table
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
        throw new UnreadableFile(
          'The first line can not be read: it is of another format, or in another encoding',
        );
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
  // The same cells say something else when read by other columns.
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

/** The columns of a copy, and not of the record. */
const OF_COPIES = ['barcode', 'shelfMark', 'weightGrams', 'thicknessMm', 'supplementCount', 'status'];
const describing = columnNames.filter((column) => !OF_COPIES.includes(column));

/** A row, filled with what is kept where it has no column. A reading, and a series number, stay with their text. */
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

/** The item of each column; a file without a number or a title can't be what was meant. */
function columnsOf(cells: readonly string[], mapping: Mapping): (Column | undefined)[] {
  const byHeading = new Map<string, Column>();
  for (const [column, headings] of mapping.headings)
    for (const heading of headings) byHeading.set(foldHeading(heading), column);
  const columns = cells.map((cell) => byHeading.get(foldHeading(cell)));
  for (const needed of ['number', 'title'] as const)
    if (!columns.includes(needed))
      throw new UnreadableFile(
        `The first line has no heading for ${needed}: ${mapping.headings.get(needed)?.join(', ')} (csv.tsv)`,
      );
  return columns;
}
