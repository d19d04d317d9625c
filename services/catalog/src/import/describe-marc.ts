import { readIsbn } from '../words/isbn.ts';
import { readIssn } from '../words/issn.ts';
import { normalise } from '../words/normalise.ts';
import type { Described, DescribedCopy, DescribedSeries, NamedPart, OtherTitle } from './described.ts';
import { type LinkedField, linkedFields } from './linked-fields.ts';
import { type Item, type Mapping, meaningOf, type Place, type Role } from './mapping.ts';
import { eachTextOf, nameOf, textOf, titleAmongOthers, valuesOf, withoutPunctuation } from './marc-field.ts';
import { type DataField, isDataField, type MarcRecord } from './marc-record.ts';
import { readStandardNumbers } from './read-standard-numbers.ts';
import { finestNdc, lendingOf, readLanguage, readPart, readYear } from './read-values.ts';
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
  if (title.written === '' && !withdrawn) return refused('NO_TITLE', '', number);
  const kind = meaningOf(mapping.kinds, read.text('kind'));
  if (kind === undefined) return refused('NOT_THIS_KIND', read.text('kind'), number);
  const part = read.spelled('part');
  const subtitle = joined(part, read.spelled('subtitle'));
  const isbns = readStandardNumbers(read.all('isbn'), readIsbn, 'ISBN_WRONG');
  const issns = readStandardNumbers(read.all('issn'), readIssn, 'ISSN_WRONG');
  const names = read.names();
  const described: Described = {
    ...{ number, withdrawn, kind, title, subtitle, names },
    otherTitles: read.otherTitles(),
    lending: lendingOf(mapping, read.all('lending'), kind),
    volume: read.subfields('volume').flatMap((text) => readPart(text) ?? [])[0] ?? 0,
    series: read.series(),
    publisher: read.spelled('publisher').written,
    year: read.firstOf('year', readYear) ?? 0,
    edition: read.spelled('edition').written,
    pages: read.text('pages'),
    language: read.firstOf('language', readLanguage) ?? '',
    isbns: isbns.right,
    issn: issns.right[0] ?? null,
    ndc: finestNdc(read.all('ndc')) ?? null,
    subjects: read.subjects(),
    notes: read.all('note'),
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
    } else for (const linked of this.#fields(place)) yield formsOf(linked, place);
  }

  /** The same where a field may have several: each time it has the first of the subfields another begins. */
  *#eachForms(place: Place): Generator<string[]> {
    if (place.tag === 'LDR' || place.tag.startsWith('00')) yield* this.#forms(place);
    else
      for (const linked of this.#fields(place)) {
        const all = linked.map((field) => eachTextOf(field, place.part));
        for (const number of all[0]?.keys() ?? []) yield all.map((texts) => texts[number] ?? '');
      }
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

  /** The first; what stands behind it is not read. */
  spelled(item: Item): Spelled {
    for (const one of this.#eachSpelled(item)) return one;
    return nothing;
  }

  #all(item: Item): Spelled[] {
    return this.#places(item).flatMap((place) =>
      [...this.#eachForms(place)]
        .map((forms) => tellApart(forms.map(withoutPunctuation)))
        .filter(({ written }) => written !== ''),
    );
  }

  /** All of an item that there may be several of, as they are written. */
  all(item: Item): string[] {
    return this.#all(item).map(({ written }) => written);
  }

  /** Each once, with a reading where one of its fields has it. */
  subjects(): Spelled[] {
    const byName = new Map<string, Spelled>();
    for (const subject of this.#all('subject'))
      if (!byName.get(subject.written)?.reading) byName.set(subject.written, subject);
    return [...byName.values()];
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

  /** The texts of an item, subfield by subfield, in every form. */
  subfields(item: Item): string[] {
    return this.#places(item).flatMap((place) =>
      this.#fields(place).flatMap((linked) =>
        linked.flatMap((field) => [...place.part].flatMap((code) => valuesOf(field, code))),
      ),
    );
  }

  /** Each once, though it is often written twice: as the book has it, and as catalogues name it. */
  series(): DescribedSeries[] {
    const numbers = this.#places('seriesVolume');
    const byName = new Map<string, DescribedSeries>();
    for (const place of this.#places('series')) {
      for (const linked of this.#fields(place)) {
        const series = tellApart(formsOf(linked, place).map(withoutPunctuation));
        if (series.written === '') continue;
        const said = numbers
          .filter(({ tag }) => tag === place.tag)
          .map((number) => tellApart(formsOf(linked, number)).written);
        // The number of the first may stand in another field, but not in one of another series.
        if (byName.size === 0 && this.#fields(place).length === 1)
          for (const number of numbers.filter(({ tag }) => tag !== place.tag))
            for (const other of this.#fields(number)) said.push(tellApart(formsOf(other, number)).written);
        const volume = said.find((text) => text !== '') ?? '';
        const name = normalise(series.written);
        const before = byName.get(name);
        if (before === undefined) byName.set(name, { ...series, volume });
        else if (before.volume === '') before.volume = volume;
      }
    }
    return [...byName.values()];
  }

  otherTitles(): OtherTitle[] {
    const of = (item: Item, kind: OtherTitle['kind']) =>
      this.#places(item).flatMap((place) =>
        [...this.#eachForms(place)]
          .map((forms) => ({ ...tellApart(forms.map(titleAmongOthers)), kind }))
          .filter(({ written }) => written !== ''),
      );
    return [...of('uniformTitle', 'uniform'), ...of('varyingTitle', 'varying'), ...of('addedTitle', 'added')];
  }

  names(): NamedPart[] {
    const statement = this.#places('statement').flatMap((place) => [...this.#forms(place)].flat());
    const names = this.#places('name').flatMap((place) =>
      this.#fields(place).flatMap((linked) => {
        const name = tellApart(linked.map((field) => nameOf(textOf(field, place.part))));
        return name.written === '' ? [] : [{ name, linked, place }];
      }),
    );
    const all = names.map(({ name }) => withoutSpaces(name.written));
    return names.map(({ name, linked, place }) => ({
      ...name,
      role:
        this.#roleInField(linked) ??
        this.#roleInStatement(withoutSpaces(name.written), all, statement) ??
        (place.role || 'contributor'),
      body: BODIES.test(place.tag),
    }));
  }

  #roleInField([field]: LinkedField): Role | undefined {
    // A code may be the end of an address: http://id.loc.gov/vocabulary/relators/trl.
    const codes = valuesOf(field, '4').map((code) => code.replace(/^.*\//u, ''));
    return [...valuesOf(field, 'e'), ...codes].flatMap(
      (text) => meaningOf(this.#mapping.roles, text) ?? [],
    )[0];
  }

  /** As it stands behind the name on the title page, or behind those who did it together: 太宰治著 ; 石川太郎, 例示花子訳. */
  #roleInStatement(name: string, names: readonly string[], statement: readonly string[]): Role | undefined {
    if (!/\p{Script=Han}/u.test(name)) return undefined;
    for (const text of statement) {
      const whole = withoutSpaces(text);
      const at = whole.indexOf(name);
      if (at < 0) continue;
      const [behind = ''] = whole.slice(at + name.length).split(/[;；]/u);
      let rest = behind;
      for (;;) {
        const next = rest.replace(/^\p{P}+/u, '');
        const other = next === rest ? undefined : names.find((one) => next.startsWith(one));
        if (other === undefined) return meaningOf(this.#mapping.roles, rest);
        rest = next.slice(other.length);
      }
    }
    return undefined;
  }

  copies(): DescribedCopy[] {
    return this.#places('copy').flatMap((place) =>
      this.#fields(place).flatMap(([field]) => {
        const of = (item: Item) => this.#ofCopy(item, place, field);
        const barcode = of('copyBarcode').replaceAll(' ', '');
        if (barcode === '') return [];
        const supplements = countPieces(of('copySupplements'));
        return [
          {
            barcode,
            shelfMark: of('copyShelfMark'),
            ...(supplements > 0 ? { supplementCount: supplements } : {}),
          },
        ];
      }),
    );
  }

  /** What the field of a copy says; what stands in a field that is none is said of every copy. */
  #ofCopy(item: Item, copy: Place, field: DataField): string {
    const ofCopies = new Set(this.#places('copy').map(({ tag }) => tag));
    const said = this.#places(item).flatMap((place) => {
      if (place.tag === copy.tag) return textOf(field, place.part);
      return ofCopies.has(place.tag) ? [] : [...this.#forms(place)].flat();
    });
    return said.find((text) => text !== '') ?? '';
  }
}

const PIECES = /(\d{1,2})\s*(?:[枚点冊巻個本部葉帖組]|[a-z])/iu;

/** How many pieces lie beside the book: CD-ROM 2枚, 1 CD-ROM (12 cm). What names no number is one. */
function countPieces(text: string): number {
  const folded = text.normalize('NFKC').replace(/\(.*?\)|;.*$/gu, '');
  if (folded.trim() === '') return 0;
  return Number(PIECES.exec(folded)?.[1] ?? /^\s*(\d{1,2})\s*$/u.exec(folded)?.[1] ?? 1);
}

function withoutSpaces(text: string): string {
  return text.replace(/\s/gu, '');
}

function formsOf(linked: LinkedField, { part }: Place): string[] {
  return linked.map((field) => textOf(field, part));
}

/** Characters 7-10 of a text; the whole where no place is named. */
function cut(text: string, part: string): string {
  if (part === '') return text;
  const [from = 0, to = from] = part.split('-').map(Number);
  return text.slice(from, to + 1);
}
