import { type CopyPlace, placeIs, type RecordDetail } from '@toshobin/contracts';
import { issnOf } from '../records/issn-of.ts';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';
import { languageOf } from './language-of.ts';
import { type Name, namesOf } from './names-of.ts';

const types = { book: 'Book', magazineIssue: 'PublicationIssue', audiovisual: 'CreativeWork' } as const;

/**
 * A record as schema.org describes it, for search engines and other catalogues: the work, and each copy as an offer to
 * lend it (free of charge), with whether it is there.
 */
export function schemaOrgOf(
  record: RecordDetail,
  setting: { publicUrl: string; libraryName: string },
): Record<string, unknown> {
  const { publicUrl, libraryName } = setting;
  const url = new URL(recordPath(record), publicUrl).href;
  return given({
    '@context': 'https://schema.org',
    '@type': types[record.kind],
    '@id': url,
    url,
    identifier: record.number,
    name: titleOf(record),
    alternateName: oneOrAll(alternateNames(record)),
    ...namesBy(record),
    publisher: record.publisher === null ? undefined : { '@type': 'Organization', name: record.publisher },
    datePublished: record.year === null ? undefined : String(record.year).padStart(4, '0'),
    isbn: record.kind === 'book' ? oneOrAll(record.isbns) : undefined,
    isPartOf: wholeOf(record),
    inLanguage: languageOf(record),
    offers: record.copies.map((copy) => ({
      '@type': 'Offer',
      businessFunction: 'http://purl.org/goodrelations/v1#LeaseOut',
      price: '0',
      priceCurrency: 'JPY',
      availability: `https://schema.org/${availabilityOf(record, copy.place)}`,
      sku: copy.shelfMark,
      serialNumber: copy.barcode,
      offeredBy: { '@type': 'Library', name: libraryName, url: new URL('/', publicUrl).href },
    })),
  });
}

/** Everybody under the name of their part. Only a book has an illustrator there; of anything else they are contributors. */
function namesBy(record: RecordDetail): Record<string, unknown> {
  const [illustrators, contributors] = [namesOf(record, 'illustrator'), namesOf(record, 'contributor')];
  const all = (names: readonly Name[]) =>
    oneOrAll(
      names.map(({ written, body }) => ({ '@type': body ? 'Organization' : 'Person', name: written })),
    );
  return {
    author: all(namesOf(record, 'author')),
    translator: all(namesOf(record, 'translator')),
    editor: all(namesOf(record, 'editor')),
    ...(record.kind === 'book'
      ? { illustrator: all(illustrators), contributor: all(contributors) }
      : { contributor: all([...illustrators, ...contributors]) }),
  };
}

/** A title's reading, and what else it is called; a title of a work in it is none of its own. */
function alternateNames({ titleReading, description }: RecordDetail): string[] {
  const own = description.otherTitles.filter(({ kind }) => kind !== 'added').map(({ written }) => written);
  return [...(titleReading === null ? [] : [titleReading]), ...own];
}

/** The magazine of an issue, or the series of a book, the first of which an ISSN is of. */
function wholeOf(record: RecordDetail): unknown {
  const issn = issnOf(record);
  if (record.kind === 'magazineIssue') return given({ '@type': 'Periodical', name: record.title, issn });
  if (record.series === null && issn === null) return undefined;
  const type = record.kind === 'book' ? 'BookSeries' : 'CreativeWorkSeries';
  return oneOrAll([
    given({ '@type': type, name: record.series, issn }),
    ...record.description.furtherSeries.map(({ written }) => ({ '@type': type, name: written })),
  ]);
}

/** As JSON-LD has several values of a property, and one. */
function oneOrAll<T>(values: readonly T[]): T | readonly T[] | undefined {
  return values.length > 1 ? values : values[0];
}

/** Without what is not known. */
function given(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== null && value !== undefined),
  );
}

function availabilityOf({ lending }: RecordDetail, place: CopyPlace): string {
  if (placeIs(place, 'nowhere')) return 'OutOfStock';
  if (place === 'onShelf') return lending === 'lendable' ? 'InStock' : 'InStoreOnly';
  // Away, but it may be reserved.
  return lending === 'lendable' ? 'BackOrder' : 'OutOfStock';
}

/** JSON that can stand inside a script element: nothing in it ends the element or opens a comment. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
