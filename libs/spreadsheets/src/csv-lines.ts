import { parse } from 'csv-parse';
import { z } from 'zod';
import { UNREADABLE } from './decode-lines.ts';

const Line = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) });

export interface CsvLine {
  cells: string[];
  /** The line of the file that it begins in. */
  line: number;
  /** Why it is no row. */
  broken?: 'NOT_CSV' | 'ENCODING_WRONG';
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

function brokenBy(cells: readonly string[]): CsvLine['broken'] {
  if (cells.some((cell) => cell.includes(UNREADABLE))) return 'ENCODING_WRONG';
  return cells.some((cell) => cell.startsWith('"') && /[\r\n]/u.test(cell)) ? 'NOT_CSV' : undefined;
}

/** A heading however wide its letters are. */
export function foldHeading(heading: string): string {
  return heading.normalize('NFKC').trim().toLowerCase();
}
