import { readIsbn } from '../words/isbn.ts';
import { readIssn } from '../words/issn.ts';
import { normalise } from '../words/normalise.ts';
import { readVolume } from '../words/read-volume.ts';
import type { Described, DescribedCopy, NamedPart } from './described.ts';
import { type LinkedField, linkedFields } from './linked-fields.ts';
import { type Item, type Mapping, meaningOf, type Place, type Role } from './mapping.ts';
import { nameOf, textOf, valuesOf, withoutPunctuation } from './marc-field.ts';
import { isDataField, type MarcRecord } from './marc-record.ts';
import { readStandardNumbers } from './read-standard-numbers.ts';
import { lendingOf, readLanguage, readNdc, readYear } from './read-values.ts';
import { type Reading, refused } from './refused.ts';
import { nothing, type Spelled, tellApart } from './spelled.ts';

/** MARC has corporate bodies in X10 and meetings in X11. */
const BODIES = /1[01]$/;

/** What a MARC record says, read by the mapping; refused without a number or a title. */
export function describeMarc(record: MarcRecord, mapping: Mapping): Reading<Described> {
  const read = new MappedRecord(record, mapping);
  const number = read.text('number');
  if (number === '') return refused('NO_NUMBER', read.text('title'));
  const title = read.spelled('title');
  const withdrawn = meaningOf(mapping.statuses, read.text('status')) === 'withdrawn';
  if (title.written === '' && !withdrawn) return refused('NO_TITLE', number);
  const kind = meaningOf(mapping.kinds, read.text('kind'));
  if (kind === undefined) return refused('NOT_THIS_KIND', `${number} ${read.text('kind')}`);
  const part = read.spelled('part');
  const subtitle = joined(part, read.spelled('subtitle'));
  const volumes = read.subfields('part', 'n').map((text) => readVolume(normalise(text)) ?? 0);
  const isbns = readStandardNumbers(read.all('isbn'), readIsbn, 'ISBN_WRONG');
  const issns = readStandardNumbers(read.all('issn'), readIssn, 'ISSN_WRONG');
  const names = read.names();
  const described: Described = {
    ...{ number, withdrawn, kind, title, subtitle, names },
    lending: lendingOf(mapping, read.text('lending'), kind),
    volume: volumes.find((volume) => volume > 0) ?? 0,
    series: read.spelled('series'),
    seriesVolume: read.text('seriesVolume'),
    publisher: read.spelled('publisher').written,
    year: read.firstOf('year', readYear) ?? 0,
    edition: read.spelled('edition').written,
    pages: read.text('pages'),
    language: read.firstOf('language', readLanguage) ?? '',
    isbns: isbns.right,
    issn: issns.right[0] ?? null,
    ndc: read.firstOf('ndc', readNdc) ?? null,
    subjects: [...new Set(read.allSpelled('subject').map(({ written }) => written))],
    notes: read.allSpelled('note').map(({ written }) => written),
    copies: read.copies(),
    refused: [...isbns.wrong, ...issns.wrong],
  };
  return { ok: true, value: described };
}

function joined(one: Spelled, other: Spelled): Spelled {
  const both = (key: keyof Spelled) => [one[key], other[key]].filter((text) => text !== '').join(' ');
  return { written: both('written'), reading: both('reading'), latin: both('latin') };
}

/** A record, asked for the items of the mapping. */
class MappedRecord {
  readonly #record: MarcRecord;
  readonly #mapping: Mapping;
  readonly #linked: Map<string, LinkedField[]>;

  constructor(record: MarcRecord, mapping: Mapping) {
    this.#record = record;
    this.#mapping = mapping;
    this.#linked = linkedFields(record);
  }

  #places(item: Item): readonly Place[] {
    return this.#mapping.places.get(item) ?? [];
  }

  /** All texts of an item, in every form that it is written in. */
  *#forms(place: Place): Generator<string[]> {
    if (place.tag === 'LDR') yield [cut(this.#record.leader, place.part)];
    else if (place.tag.startsWith('00')) {
      for (const field of this.#record.fields)
        if (!isDataField(field) && field.tag === place.tag) yield [cut(field.text, place.part)];
    } else for (const linked of this.#fields(place)) yield linked.map((field) => textOf(field, place.part));
  }

  #fields(place: Place): LinkedField[] {
    const fields = this.#linked.get(place.tag) ?? [];
    if (place.only === '') return fields;
    const [code, values = ''] = place.only.split('=');
    const begins = values.split('|');
    return fields.filter(([{ subfields }]) =>
      subfields.some(([one, text]) => one === code && begins.some((begin) => text.startsWith(begin))),
    );
  }

  *#eachSpelled(item: Item): Generator<Spelled> {
    for (const place of this.#places(item)) {
      for (const forms of this.#forms(place)) {
        const one = tellApart(forms.map(withoutPunctuation));
        if (one.written !== '') yield one;
      }
    }
  }

  allSpelled(item: Item): Spelled[] {
    return [...this.#eachSpelled(item)];
  }

  /** The first; what stands behind it is not read. */
  spelled(item: Item): Spelled {
    for (const one of this.#eachSpelled(item)) return one;
    return nothing;
  }

  all(item: Item): string[] {
    return this.allSpelled(item).map(({ written }) => written);
  }

  text(item: Item): string {
    return this.spelled(item).written;
  }

  /** The first text of an item that can be read as what it should be. */
  firstOf<T>(item: Item, read: (text: string) => T | undefined): T | undefined {
    for (const { written } of this.#eachSpelled(item)) {
      const value = read(written);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** The texts of one subfield of the fields that an item is in. */
  subfields(item: Item, code: string): string[] {
    return this.#places(item).flatMap((place) =>
      this.#fields(place).flatMap((linked) => linked.flatMap((field) => valuesOf(field, code))),
    );
  }

  names(): NamedPart[] {
    const statement = this.#places('statement').flatMap((place) => [...this.#forms(place)].flat());
    return this.#places('name').flatMap((place) =>
      this.#fields(place).flatMap((linked) => {
        const name = tellApart(linked.map((field) => nameOf(textOf(field, place.part))));
        if (name.written === '') return [];
        const role = this.#roleOf(linked, name.written, statement) ?? (place.role || 'contributor');
        return [{ ...name, role, body: BODIES.test(place.tag) }];
      }),
    );
  }

  /** As the field itself says it, else as it stands behind the name on the title page: 太宰治著 ; 石川太郎訳. */
  #roleOf([field]: LinkedField, name: string, statement: readonly string[]): Role | undefined {
    const said = [...valuesOf(field, 'e'), ...valuesOf(field, '4')];
    for (const text of said) {
      const role = meaningOf(this.#mapping.roles, text);
      if (role !== undefined) return role;
    }
    const bare = name.replace(/\s/gu, '');
    for (const text of statement) {
      const whole = text.replace(/\s/gu, '');
      const at = whole.indexOf(bare);
      if (at >= 0 && /\p{Script=Han}/u.test(bare)) {
        return meaningOf(this.#mapping.roles, whole.slice(at + bare.length));
      }
    }
    return undefined;
  }

  copies(): DescribedCopy[] {
    const part = (item: Item) => this.#places(item)[0]?.part ?? '';
    return this.#places('copy').flatMap((place) =>
      this.#fields(place).flatMap(([field]) => {
        const barcode = textOf(field, part('copyBarcode')).replaceAll(' ', '');
        if (barcode === '') return [];
        const supplements = Number.parseInt(textOf(field, part('copySupplements')), 10);
        return [
          {
            barcode,
            shelfMark: textOf(field, part('copyShelfMark')),
            ...(supplements > 0 ? { supplementCount: supplements } : {}),
          },
        ];
      }),
    );
  }
}

/** Characters 7-10 of a text; the whole where no place is named. */
function cut(text: string, part: string): string {
  if (part === '') return text;
  const [from = 0, to = from] = part.split('-').map(Number);
  return text.slice(from, to + 1);
}
