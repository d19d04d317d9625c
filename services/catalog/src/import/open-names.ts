import { csvLines, decodeLines, UnreadableFile } from '@toshobin/spreadsheets';
import { cutRecords } from './cut-records.ts';
import { type DescribedName, describeName } from './describe-name.ts';
import type { Mapping } from './mapping.ts';
import type { MarcRecord } from './marc-record.ts';
import { decoded, type Format } from './open-file.ts';
import { readMarcXml } from './read-marcxml.ts';
import { type Reading, refused } from './refused.ts';

/** One record of a name authority file; of a format that has lines, the line that it begins in. */
interface FileName {
  line?: number;
  reading: Reading<DescribedName>;
}

/** The columns of a file of names, with what a heading of each may be called. */
const columns: Readonly<Record<'heading' | 'variant' | 'reading', readonly string[]>> = {
  heading: ['heading', '標目'],
  variant: ['variant', '別名'],
  reading: ['reading', 'よみ'],
};

/** The names of a file, one after the other. A row of CSV is a name that leads to a heading. */
export async function* openNames(
  chunks: AsyncIterable<Uint8Array>,
  format: Format,
  mapping: Mapping,
): AsyncGenerator<FileName> {
  const described = (record: Reading<MarcRecord>) =>
    record.ok ? describeName(record.value, mapping) : record;
  switch (format) {
    case 'marc':
      for await (const { record } of cutRecords(chunks)) yield { reading: described(record) };
      return;
    case 'marcxml':
      for await (const { line, record } of readMarcXml(decoded(chunks)))
        yield { line, reading: described(record) };
      return;
    case 'csv':
      yield* nameRows(decodeLines(chunks, 'utf-8'));
      return;
    case 'csv-cp932':
      yield* nameRows(decodeLines(chunks, 'shift_jis'));
  }
}

async function* nameRows(text: AsyncIterable<string>): AsyncGenerator<FileName> {
  let places: { heading: number; variant: number; reading: number } | undefined;
  let width = 0;
  for await (const { cells, line, broken } of csvLines(text)) {
    if (places === undefined) {
      places = placesOf(cells);
      width = cells.length;
      continue;
    }
    if (broken !== undefined || cells.length !== width) {
      yield { line, reading: refused(broken ?? 'NOT_CSV', cells.join(',')) };
      continue;
    }
    const [heading, variant, reading] = [places.heading, places.variant, places.reading].map((place) =>
      (cells[place] ?? '').trim(),
    );
    if (!heading || !variant) yield { line, reading: refused('NO_HEADING', cells.join(',')) };
    else {
      const variants = [variant, ...(reading ? [reading] : [])];
      yield {
        line,
        reading: {
          ok: true,
          value: { number: `${heading}<${variant}`, withdrawn: false, heading, variants },
        },
      };
    }
  }
}

function placesOf(cells: readonly string[]): { heading: number; variant: number; reading: number } {
  const named = cells.map((cell) => cell.normalize('NFKC').trim().toLowerCase());
  const placeOf = (column: keyof typeof columns) => named.findIndex((cell) => columns[column].includes(cell));
  const places = { heading: placeOf('heading'), variant: placeOf('variant'), reading: placeOf('reading') };
  if (places.heading < 0 || places.variant < 0)
    throw new UnreadableFile(
      `The first line has no heading for ${[...columns.heading, ...columns.variant].join(', ')}`,
    );
  return places;
}
