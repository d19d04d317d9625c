import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { parse as parseWhole } from 'csv-parse/sync';
import { z } from 'zod';
import type { AuthorityName } from '../records/keep-names.ts';
import type { NewRecord } from '../records/new-record.ts';
import { CopyMaker } from './make-copies.ts';

/** The works of 青空文庫; data/README.md says what was left out. */
export const aozoraFile = fileURLToPath(new URL('../../data/aozora-works.csv.gz', import.meta.url));
export const AOZORA_WORKS = 17_696;

const WorkSchema = z.object({
  work_id: z.string().regex(/^\d{6}$/),
  title: z.string().min(1),
  title_reading: z.string().min(1),
  subtitle: z.string(),
  subtitle_reading: z.string(),
  /** `913`, `K913` for children, several with spaces between, or empty. */
  ndc: z.string().regex(/^(K?\d{3}( K?\d{3})*)?$/),
  author: z.string().min(1),
  author_reading: z.string(),
  author_latin: z.string(),
  translator: z.string(),
  translator_reading: z.string(),
  translator_latin: z.string(),
  series: z.string(),
  publisher: z.string(),
  /** The printed book that the text was taken from. */
  book: z.string(),
  /** 新字新仮名 and the like: kanji and kana, each old or new. */
  orthography: z.string(),
  year: z.string().regex(/^(\d{4})?$/),
});

/** The works of 青空文庫 as records, each with copies that are made up; one after the other, never all at once. */
export async function* readAozora(): AsyncGenerator<NewRecord & { number: string }> {
  const rows = createReadStream(aozoraFile)
    .pipe(createGunzip())
    .pipe(parse({ columns: true }));
  const copies = new CopyMaker(1);
  for await (const row of rows) {
    const work = WorkSchema.parse(row);
    const mainClass = work.ndc.split(' ')[0] ?? '';
    const record = {
      number: `T000${work.work_id}`,
      kind: 'book' as const,
      lending: 'lendable' as const,
      title: work.title,
      titleReading: work.title_reading,
      subtitle: work.subtitle,
      subtitleReading: work.subtitle_reading,
      author: work.author,
      authorReading: work.author_reading,
      authorLatin: work.author_latin,
      translator: work.translator,
      translatorReading: work.translator_reading,
      translatorLatin: work.translator_latin,
      series: work.series,
      publisher: work.publisher,
      bookTitle: work.book,
      oldSpelling: work.orthography.includes('旧'),
      // The subtitle of a part begins with its number: 01 甲源一刀流の巻.
      volume: Number(/^\d{1,3}(?=\s)/u.exec(work.subtitle)?.[0] ?? 0),
      year: Number(work.year),
      ndc: mainClass === '' ? null : mainClass.replace('K', ''),
      isbns: [],
      protectiveCover: false,
      source: 'aozora',
    };
    yield { ...record, copies: copies.copiesOf({ ...record, forChildren: mainClass.startsWith('K') }) };
  }
}

const Names = z.array(
  z.object({ heading: z.string().min(1), variant: z.string().min(1), reading: z.string() }),
);

/** What authors and translators of 青空文庫 are called besides: by its own lists, and by what is generally known. */
export function readAozoraNames(): AuthorityName[] {
  return ['aozora-names.csv', 'known-names.csv'].flatMap((name) => {
    const file = new URL(`../../data/${name}`, import.meta.url);
    return Names.parse(parseWhole(readFileSync(file), { columns: true })).map(
      ({ heading, variant, reading }) => ({
        number: `${heading}<${variant}`,
        heading,
        variants: reading === '' ? [variant] : [variant, reading],
      }),
    );
  });
}
