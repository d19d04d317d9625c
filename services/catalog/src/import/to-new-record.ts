import type { RecordDescription } from '@toshobin/contracts';
import { makeShelfMark } from '../records/make-shelf-mark.ts';
import type { NewCopy, NewRecord } from '../records/new-record.ts';
import { kanaOfRomaji } from '../search/romaji.ts';
import { normalise } from '../words/normalise.ts';
import type { Described, DescribedCopy } from './described.ts';
import type { Role } from './mapping.ts';
import { lendingOfKind } from './read-values.ts';
import type { Spelled } from './spelled.ts';

/** The pages of a volume of which nobody has said the pages. */
const PAGES = 250;

/** What a file says of a record, as we keep it. Its copies are checked already. */
export function toNewRecord(
  described: Described,
  source: string,
  copies: readonly DescribedCopy[],
): NewRecord {
  const { title, subtitle, names, language } = described;
  const [series, ...furtherSeries] = described.series;
  const [author, translator] = [joined(names, 'author', language), joined(names, 'translator', language)];
  const titleReading = readingOf(title, language);
  const record = {
    kind: described.kind,
    lending: described.lending ?? lendingOfKind(described.kind),
    title: title.written,
    titleReading: titleReading === '' ? title.written : titleReading,
    subtitle: subtitle.written,
    subtitleReading: readingOf(subtitle, language),
    author: author.written,
    authorReading: author.reading,
    authorLatin: author.latin,
    translator: translator.written,
    translatorReading: translator.reading,
    translatorLatin: translator.latin,
    series: series?.written ?? '',
    volume: described.volume,
    publisher: described.publisher,
    year: described.year,
    ndc: described.ndc,
    isbns: described.isbns,
    protectiveCover: described.kind === 'magazineIssue',
    source,
    description: {
      contributors: names,
      otherTitles: otherTitles(described),
      seriesReading: series?.reading ?? '',
      seriesVolume: series?.volume ?? '',
      furtherSeries: furtherSeries.map(({ written, reading, volume }) => ({ written, reading, volume })),
      edition: described.edition,
      pages: described.pages,
      language,
      issn: described.issn,
      subjects: described.subjects.map(({ written }) => written),
      subjectReadings: described.subjects.map((subject) => readingOf(subject, language)),
      notes: described.notes,
    },
  };
  return { ...record, copies: copies.map((copy) => newCopy(copy, described, record)) };
}

/** A copy with what a file need not say: its shelf mark, by class and author, and its weight, by the pages. */
export function newCopy(
  copy: DescribedCopy,
  { pages }: Described,
  record: Parameters<typeof makeShelfMark>[0],
): NewCopy {
  const counted = Number(/\d{1,4}(?=\s*(?:p|頁|ページ))/u.exec(pages.normalize('NFKC'))?.[0] ?? PAGES);
  const thicknessMm = copy.thicknessMm ?? Math.max(3, Math.round(counted / 18) + 2);
  return {
    barcode: copy.barcode,
    shelfMark: copy.shelfMark === '' ? makeShelfMark(record) : copy.shelfMark,
    thicknessMm,
    weightGrams: copy.weightGrams ?? thicknessMm * 20 + 40,
    supplementCount: copy.supplementCount ?? 0,
  };
}

/** All names of a role as one text, parted by ;, and their readings likewise. */
function joined(names: Described['names'], role: Role, language: string): Spelled {
  const of = names.filter((name) => name.role === role);
  const all = (texts: readonly string[]) => (texts.includes('') ? '' : texts.join('; '));
  return {
    written: all(of.map(({ written }) => written)),
    reading: all(of.map((name) => readingOf(name, language))),
    latin: all(of.map(({ latin }) => latin)),
  };
}

/** The other titles of a record, each once: one that is its own title, or stands in two fields, says nothing new. */
function otherTitles({ title, otherTitles, language }: Described): RecordDescription['otherTitles'] {
  const known = new Set([normalise(title.written)]);
  return otherTitles.flatMap((other) => {
    const { written, kind } = other;
    const name = normalise(written);
    if (known.has(name)) return [];
    known.add(name);
    return [{ written, reading: readingOf(other, language), kind }];
  });
}

/** A name's reading; one that is missing is made of the romaji of a Japanese name; empty where that can't be. */
function readingOf({ reading, latin }: Spelled, language: string): string {
  if (reading !== '' || language !== 'jpn' || latin === '') return reading;
  const words = latin
    .replace(/,/gu, '')
    .split(/\s+/u)
    .map((word) => (/^[\p{N}\p{P}]+$/u.test(word) ? word : kanaOfRomaji(word)));
  return words.includes(undefined) ? '' : words.join(' ');
}
