import { Seeded } from '@toshobin/bench';
import { readAozora } from '../load/read-aozora.ts';
import type { NewRecord } from '../records/new-record.ts';
import { examplesOfMagazines, places, suffixes } from './made-up-words.ts';
import { subjects } from './subjects.ts';

/** Grows with every change of the generator. */
export const RECORDS_VERSION = 2;

/** The real titles, names and classes of which records are made. */
interface Material {
  titles: { title: string; reading: string; ndc: string | null }[];
  surnames: [name: string, reading: string][];
  givenNames: [name: string, reading: string][];
  authors: [name: string, reading: string][];
  publishers: string[];
}

async function readMaterial(random: Seeded): Promise<Material> {
  const titles: Material['titles'] = [];
  const authors = new Map<string, string>();
  const publishers = new Map<string, number>();
  for await (const { title, titleReading, ndc, author, authorReading, publisher } of readAozora()) {
    titles.push({ title, reading: titleReading, ndc });
    authors.set(author, authorReading);
    if (publisher !== '') publishers.set(publisher, (publishers.get(publisher) ?? 0) + 1);
  }
  // Zipf's law gives titles their rank by lot; publishers keep theirs.
  shuffle(titles, random);
  const names = [...authors].filter(
    ([name, reading]) => name.split(' ').length === 2 && reading.split(' ').length === 2,
  );
  const part = (place: 0 | 1) =>
    names.map(([name, reading]): [string, string] => [
      name.split(' ')[place] ?? '',
      reading.split(' ')[place] ?? '',
    ]);
  return {
    titles,
    authors: [...authors],
    surnames: part(0),
    givenNames: part(1),
    publishers: [...publishers].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name),
  };
}

function shuffle<T>(list: T[], random: Seeded): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    const [a, b] = [list[last], list[other]];
    if (a !== undefined && b !== undefined) [list[last], list[other]] = [b, a];
  }
}

/**
 * As many records as asked, always the same for a seed. Titles, names, publishers and classes are real, their
 * combination is not: 30 % titles of 青空文庫 (some of them volumes, new translations, two works in one), 62 % books
 * on a subject (a division of the NDC or a real title, with place, suffix and subtitle), 8 % issues of magazines. More
 * than half of the authors have the surname of one and the given name of another.
 */
export async function* makeRecords(count: number, seed: number): AsyncGenerator<NewRecord> {
  const random = new Seeded(seed);
  const material = await readMaterial(random);
  for (let made = 0; made < count; made += 1) {
    const lot = random.next();
    if (lot < 0.3) yield work(material, random);
    else if (lot < 0.92) yield bookOnSubject(material, random);
    else yield magazineIssue(random, made);
  }
}

type Titled = Pick<NewRecord, 'title' | 'titleReading' | 'subtitle' | 'subtitleReading' | 'ndc'>;

function work(material: Material, random: Seeded): NewRecord {
  const { title, reading, ndc } = random.zipf(material.titles);
  const titled: Titled = { title, titleReading: reading, subtitle: '', subtitleReading: '', ndc };
  const lot = random.next();
  if (lot < 0.3) {
    const volume = random.between(1, 12);
    titled.title = `${title} 第${volume}巻`;
    titled.titleReading = `${reading} だい${volume}かん`;
  } else if (lot < 0.45) {
    titled.subtitle = '新訳';
    titled.subtitleReading = 'しんやく';
  } else if (lot < 0.6) {
    const other = random.zipf(material.titles);
    titled.title = `${title}・${other.title}`;
    titled.titleReading = `${reading} ${other.reading}`;
  }
  return book(titled, material, random);
}

function bookOnSubject(material: Material, random: Seeded): NewRecord {
  const first = subject(material, random);
  let [term, reading] = [first.term, first.reading];
  if (random.chance(0.35)) {
    const other = subject(material, random);
    term = `${term}と${other.term}`;
    reading = `${reading}と${other.reading}`;
  }
  if (random.chance(0.35)) {
    const [place, placeReading] = random.zipf(places);
    term = `${place}の${term}`;
    reading = `${placeReading}の${reading}`;
  }
  const [suffix, suffixReading] = random.of(suffixes);
  const titled: Titled = {
    title: term + suffix,
    titleReading: reading + suffixReading,
    subtitle: '',
    subtitleReading: '',
    ndc: first.ndc,
  };
  if (random.chance(0.3)) {
    const about = subject(material, random);
    const [ending, endingReading] = random.of(suffixes);
    titled.subtitle = about.term + ending;
    titled.subtitleReading = about.reading + endingReading;
  }
  return book(titled, material, random);
}

/** Half of the subjects are divisions of the NDC, half are taken from a short title. */
function subject(material: Material, random: Seeded): { term: string; reading: string; ndc: string } {
  if (random.chance(0.5)) {
    const { term, reading, division } = random.of(subjects);
    return { term, reading, ndc: `${division}${random.between(0, 9)}` };
  }
  for (;;) {
    const { title, reading, ndc } = random.of(material.titles);
    if (title.length <= 8 && ndc !== null) return { term: title, reading, ndc };
  }
}

function book(titled: Titled, material: Material, random: Seeded): NewRecord {
  const [author, authorReading] = authorOf(material, random);
  const [translator] = random.chance(0.08) ? authorOf(material, random) : [''];
  // Half of what is bought is still there from the last thirty years.
  const year = random.chance(0.02) ? 0 : 2026 - Math.floor(90 * random.next() ** 2);
  const reference = random.chance(0.03);
  const audiovisual = random.chance(0.03);
  return {
    ...titled,
    kind: audiovisual ? 'audiovisual' : 'book',
    lending: audiovisual ? 'audiovisual' : reference ? 'referenceOnly' : 'lendable',
    author,
    authorReading,
    translator,
    publisher: random.zipf(material.publishers),
    year,
    isbns: year >= 1980 && random.chance(0.9) ? [makeIsbn(random)] : [],
    protectiveCover: false,
    source: 'bench',
    copies: [],
  };
}

function authorOf(material: Material, random: Seeded): [name: string, reading: string] {
  if (random.chance(0.45)) return random.zipf(material.authors);
  const [surname, surnameReading] = random.of(material.surnames);
  const [given, givenReading] = random.of(material.givenNames);
  return [`${surname} ${given}`, `${surnameReading} ${givenReading}`];
}

function magazineIssue(random: Seeded, serial: number): NewRecord {
  const [title, titleReading, ndc] = random.of(examplesOfMagazines);
  const year = random.between(1990, 2026);
  const month = 1 + (serial % 12);
  return {
    kind: 'magazineIssue',
    lending: random.chance(0.3) ? 'inPersonOnly' : 'lendable',
    title,
    titleReading,
    subtitle: `${year}年${month}月号`,
    subtitleReading: `${year}ねん${month}がつごう`,
    author: '',
    authorReading: '',
    translator: '',
    publisher: '例示書房',
    year,
    ndc,
    isbns: [],
    protectiveCover: true,
    source: 'bench',
    copies: [],
  };
}

function makeIsbn(random: Seeded): string {
  const core = `9784${String(random.between(0, 99_999_999)).padStart(8, '0')}`;
  const sum = [...core].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return core + String((10 - (sum % 10)) % 10);
}
