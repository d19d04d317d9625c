import type { Facets, UnderstoodAs } from '@toshobin/contracts';
import { z } from 'zod';
import { classesNamed, classesNamedInKatakana, isClassCalled } from '../classification/classes-of-subject.ts';
import { literatureClass } from '../classification/literature-class.ts';
import { RecordSummarySchema } from '../records/record-summary.ts';
import { readIssn } from '../words/issn.ts';
import { normalise } from '../words/normalise.ts';
import { authorKey, issnKey, nameForms, titleKey } from '../words/search-columns.ts';
import { readShortKatakana } from '../words/short-katakana.ts';
import { anyFits } from './found-words.ts';
import { formsOf, KnownNames } from './other-names.ts';
import type { Otherwise } from './otherwise.ts';
import { asPrinted } from './printed-words.ts';
import { type Read, readKanji } from './read-kanji.ts';
import { readQuery } from './read-query.ts';
import { withoutWish } from './read-question.ts';
import { searchOtherwise } from './search-otherwise.ts';
import type { SearchPool } from './search-pool.ts';
import {
  cutRequest,
  hitLimitOf,
  PAGE_SIZE_LIMIT,
  readRequest,
  type SearchRequest,
  type Wanted,
  writtenInKatakana,
} from './search-request.ts';
import { oldestStatement, searchStatement } from './search-statement.ts';
import { HitGroupSchema, spreadOfHits } from './spread-of-hits.ts';

export { hitLimitOf, type SearchRequest } from './search-request.ts';

/** A record with what a list shows of its copies: how many are on the shelf, how many there are, how many wait. */
type FoundRecord = z.infer<typeof FoundRecordSchema>;

/** A page of hits; none, and empty `words`, without anything to search by. */
export interface SearchResult {
  /** The normalised words that were searched for. */
  words: string[];
  total: number;
  /** Whether there are more hits than `total` (which is then {@link hitLimitOf} the order). */
  capped: boolean;
  page: number;
  pages: number;
  pageSize: number;
  /** The classes that the words of the subject stand for; empty without any, and when no class has them. */
  classes: string[];
  /** The classes that have the text as their name. */
  namedClasses: string[];
  /** The facets of the hits that `total` counts; when capped, of the most recent ones. */
  facets: Facets;
  records: FoundRecord[];
  /** What was found instead, and for which words, where nothing fits the words as they are written. */
  understood?: { as: UnderstoodAs; words: string; read?: Pick<Read, 'word' | 'reading'>[] };
  /** How many hits have the words, where the rest is of the class that is called so. */
  withWords?: number;
}

/**
 * Searches all that a record is called and described by. All that is asked for must be so; where nothing is, the words
 * are understood in another way ({@link searchOtherwise}), and `understood` says which. Fewer than 20 hits come with
 * the records of the class that is called as the words are, with those called as one of several words in kanji is read,
 * and, for another name of a person, with the person's works. An ISBN or ISSN that we have, typed alone, is answered
 * alone, and so is a class by its number.
 *
 * The order `match` is in rank.ts; within a rank it goes by how well a work is known, then by how often it was asked
 * for, then the newest comes first. With more hits than are counted it puts the most recent ones in order, and beside
 * them those that would come before them. `title` and `author` sort the hits that `total` counts, the most recent ones.
 * `oldest` is exact, and `newest` but for a file of many records that came in since the night.
 *
 * One statement, one round trip, where the words fit as they are written; one or two more for an ISBN that we don't
 * have, for `oldest` with more hits than are counted, and for what few hits come with; some ten where nothing fits
 * (docs/search.md).
 */
export async function searchRecords(pool: SearchPool, asked: SearchRequest): Promise<SearchResult> {
  const request = cutRequest(asked);
  const limit = hitLimitOf(request.order);
  const page = clamp(request.page ?? 1, 1, limit);
  const pageSize = clamp(request.pageSize ?? 20, 1, PAGE_SIZE_LIMIT);
  const wanted = readRequest(request);
  const found =
    wanted === undefined ? { answer: nothing } : await findSomehow(pool, request, wanted, { page, pageSize });
  const { answer, otherwise } = found;
  const total = Math.min(answer.found, limit);
  const pages = Math.ceil(total / pageSize);
  return {
    words: wanted?.words.map(({ word }) => word) ?? [],
    classes: (otherwise?.wanted ?? wanted)?.classes ?? [],
    namedClasses: classesCalled(request.text ?? ''),
    total,
    capped: answer.found > limit,
    page: Math.max(1, Math.min(page, pages)),
    pages,
    pageSize,
    facets: spreadOfHits(answer.spread),
    records: answer.records,
    ...(otherwise === undefined ? {} : { understood: understoodAs(otherwise) }),
    ...(answer.withWords === undefined ? {} : { withWords: answer.withWords }),
  };
}

function understoodAs({ as, words, read }: Otherwise): NonNullable<SearchResult['understood']> {
  if (read === undefined) return { as, words };
  return { as, words, read: read.map(({ word, reading }) => ({ word, reading })) };
}

/** Fewer hits than these for a word that is also a subject are not all there is about it. */
const FEW = 20;

/** The hits that fit; where they are few and the words are the name of a class, with the records in the class. */
async function findWithSubject(
  pool: SearchPool,
  wanted: Wanted,
  page: number,
  pageSize: number,
): Promise<Answer> {
  const answer = await find(pool, wanted, page, pageSize);
  if (answer.found === 0 || answer.found >= FEW || wanted.subject.length === 0) return answer;
  const author = answer.records[0]?.author ?? '';
  const parts = normalise(author) === wanted.whole ? author.split(/\s+/u).map(normalise) : [];
  const partsOfName = parts.filter((part) => [...part].length > 1);
  const withClass = await find(pool, { ...wanted, orSubject: true, partsOfName }, page, pageSize);
  return withClass.found === answer.found ? withClass : { ...withClass, withWords: answer.found };
}

function classesCalled(text: string): string[] {
  const { words } = readQuery(text);
  const inKatakana = words.length === 1 ? readShortKatakana(text) : undefined;
  if (inKatakana !== undefined) return classesNamedInKatakana(inKatakana.word);
  return words.length === 0 ? [] : classesNamed(words);
}

/** The hits as the query is written, or else in one of the other ways. */
async function findSomehow(
  pool: SearchPool,
  request: SearchRequest,
  wanted: Wanted,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ answer: Answer; otherwise?: Otherwise }> {
  const written = await findWritten(pool, request, wanted, { page, pageSize });
  const { answer } = written;
  const byOtherName = await findByOtherName(pool, written.wanted, answer, { page, pageSize });
  if (byOtherName !== undefined) return byOtherName;
  const typedClass = readTypedClass(request.text ?? '');
  if (typedClass !== undefined && !(await isCalled(pool, wanted, titleKey(wanted.whole)))) {
    // A class finer than any record has is taken for its section.
    for (const words of new Set([typedClass, typedClass.slice(0, 3)])) {
      const ndc = finerClass(words, wanted.ndc);
      const inClass: Wanted = { ...inFieldsAlone(wanted), ndc: ndc ?? words };
      const ofClass = ndc === undefined ? nothing : await find(pool, inClass, page, pageSize);
      if (ofClass.found > 0 || ndc === undefined)
        return { answer: ofClass, otherwise: { wanted: inClass, as: 'class', words } };
    }
  }
  const byReading = await findByReading(pool, request, wanted, answer, { page, pageSize });
  if (byReading !== undefined) return byReading;
  if (answer.found > 0 || wanted.words.length === 0) return { answer };
  // Where the filters alone leave nothing, the words are understood well enough.
  const bare = withoutFilters(wanted);
  if (bare !== undefined && (await find(pool, bare, 1, 1)).found > 0) return { answer };
  const authorOf = async (one: Wanted) =>
    (await find(pool, { ...one, order: 'match' }, 1, 1)).records[0]?.author;
  for await (const otherwise of searchOtherwise(pool, request, wanted, authorOf)) {
    if (!(await anyFits(pool, otherwise.wanted))) continue;
    const other = await findWithSubject(pool, otherwise.wanted, page, pageSize);
    if (other.found === 0) continue;
    const shown = otherwise.as === 'parts' ? otherwise.words.split(' ') : [];
    const read = await findByReading(pool, request, otherwise.wanted, other, { page, pageSize, shown });
    return (
      read ?? {
        answer: other,
        otherwise: { ...otherwise, words: await asPrinted(pool, otherwise.words, request, other.records) },
      }
    );
  }
  return { answer };
}

/**
 * The hits as the query is written. For a short word in katakana they are those that have it in kana, if any do: チーズ is
 * no 地図, which differs only in its length.
 */
async function findWritten(
  pool: SearchPool,
  request: SearchRequest,
  wanted: Wanted,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ answer: Answer; wanted: Wanted }> {
  const inKatakana = writtenInKatakana(wanted, request);
  if (inKatakana !== undefined) {
    const answer = await findWithSubject(pool, inKatakana, page, pageSize);
    const bare = withoutFilters(inKatakana);
    const isThere = answer.found > 0 || (bare !== undefined && (await anyFits(pool, bare)));
    if (isThere) return { answer, wanted: inKatakana };
  }
  return { answer: await findWithSubject(pool, wanted, page, pageSize), wanted };
}

/**
 * The works of a person whose other name is all that was typed, with the hits as the query is written; undefined where
 * no authority knows the name. A person by the catalogue's own name is found as it is written.
 */
async function findByOtherName(
  pool: SearchPool,
  wanted: Wanted,
  answer: Answer,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ answer: Answer; otherwise: Otherwise } | undefined> {
  const [person] = answer.names;
  if (person === undefined) return undefined;
  const isHeading = nameForms(person.heading).includes(wanted.whole);
  if (isHeading && (await isCalled(pool, wanted, authorKey(wanted.whole)))) return undefined;
  const also: Wanted = { ...wanted, alsoBy: formsOf(answer.names), lookedUp: [] };
  const found = await findWithSubject(pool, also, page, pageSize);
  if (found.found <= answer.found) return undefined;
  const words = isHeading ? person.variants[0] : person.heading;
  return { answer: found, otherwise: { wanted: also, as: 'name', words: words ?? person.heading } };
}

/**
 * The records called as a word in kanji is read, beside those that have all words as they are written: こころ for 心 夏目漱石,
 * and for 夏目漱石の心 taken apart. Only beside other words, where little fits and no title is called so; undefined where
 * nothing is found besides.
 *
 * @param shown the words to show, each as it is searched for or named
 */
async function findByReading(
  pool: SearchPool,
  request: SearchRequest,
  wanted: Wanted,
  answer: Answer,
  { page, pageSize, shown }: { page: number; pageSize: number; shown?: readonly string[] },
): Promise<{ answer: Answer; otherwise: Otherwise } | undefined> {
  const words = wanted.words.filter(({ field }) => field === undefined).map(({ word }) => word);
  if (answer.found >= FEW || words.length === 0 || (shown ?? words).length < 2) return undefined;
  const asWritten: Wanted = { ...wanted, called: [...wanted.called, words.map(titleKey)] };
  if (answer.found > 0 && (await anyFits(pool, asWritten))) return undefined;
  const read: Read[] = [];
  for (const one of await readKanji(pool, words)) {
    const others = wanted.words.filter(({ word }) => word !== one.word);
    const called = [...wanted.called, [titleKey(one.sound)]];
    if (await anyFits(pool, { ...wanted, words: others, called })) read.push(one);
  }
  if (read.length === 0) return undefined;
  const sounds = new Map([
    ...wanted.sounds,
    ...read.map(({ word, sound }): [string, string] => [word, sound]),
  ]);
  const also: Wanted = { ...wanted, sounds, readings: read.map(({ sound }) => sound) };
  const found = await findWithSubject(pool, also, page, pageSize);
  if (found.found <= answer.found) return undefined;
  const readAs = new Map(read.map(({ word, reading }) => [word, reading]));
  const asRead = (shown ?? words).map((word) => readAs.get(word) ?? word).join(' ');
  return {
    answer: found,
    otherwise: {
      wanted: also,
      as: 'sound',
      words: await asPrinted(pool, asRead, request, found.records),
      read,
    },
  };
}

/** Whether any record has that key, on whichever page, in whichever order and under whichever filters. */
async function isCalled(pool: SearchPool, wanted: Wanted, key: string): Promise<boolean> {
  const bare = withoutFilters(wanted) ?? wanted;
  return anyFits(pool, { ...inFieldsAlone(bare), called: [[key]] });
}

/** A search without the words that were typed into the box for all fields. */
function inFieldsAlone(wanted: Wanted): Wanted {
  return { ...wanted, words: wanted.words.filter(({ field }) => field !== undefined), whole: '' };
}

/** The finer of two classes, one of which is in the other; undefined where neither is. */
function finerClass(one: string, other = ''): string | undefined {
  if (one.startsWith(other)) return one;
  return other.startsWith(one) ? other : undefined;
}

/** The same words without any filter; undefined when there is none. */
function withoutFilters(wanted: Wanted): Wanted | undefined {
  const { isbn, classes, ndc, years, kind, ...words } = wanted;
  const { reservableOnly, onShelfOnly } = wanted;
  const filtered =
    reservableOnly || onShelfOnly || [isbn, classes, ndc, years, kind].some((one) => one !== undefined);
  return filtered ? { ...words, headings: [], reservableOnly: false, onShelfOnly: false } : undefined;
}

const CLASS_NUMBER = /^(?:ndc|分類|分類番号|請求記号)?[\s:：]*k?\s*(\d{3}\.\d+|\d{1,3})\.?$/iu;
const NAMED_CLASS =
  /^(?:(?<before>\d{2,3})(?:\.\d*)?(?<called>\D+)|(?<name>\D+?)(?<after>\d{2,3})(?:\.\d*)?)$/u;

/** The class that a query is: 913, 913.6, K913, 分類 913, NDC 91; 488 鳥類 and 鳥類 488; ロシア文学の小説. */
function readTypedClass(text: string): string | undefined {
  const asked = withoutWish(text);
  const number = CLASS_NUMBER.exec(asked)?.[1];
  if (number !== undefined) return number;
  const { before, called, name, after } = NAMED_CLASS.exec(asked)?.groups ?? {};
  const ndc = before ?? after;
  if (ndc === undefined) return literatureClass(asked);
  const beside = (called ?? name ?? '').trim();
  // 983 ロシア小説.
  const isCalled = isClassCalled(ndc, normalise(beside)) || literatureClass(beside)?.startsWith(ndc);
  return isCalled ? ndc : undefined;
}

const FoundRecordSchema = z.object({
  ...RecordSummarySchema.shape,
  onShelf: z.int(),
  copies: z.int(),
  waiting: z.int(),
});
const AnswerSchema = z.object({
  found: z.int(),
  spread: z.array(HitGroupSchema),
  records: z.array(FoundRecordSchema),
  /** The persons whom name authorities know by what was typed. */
  names: KnownNames,
});
type Answer = z.infer<typeof AnswerSchema> & Pick<SearchResult, 'withWords'>;
const nothing: Answer = { found: 0, spread: [], records: [], names: [] };

async function find(pool: SearchPool, wanted: Wanted, page: number, pageSize: number): Promise<Answer> {
  const issn = readIssn(wanted.typed);
  if (issn !== undefined) {
    const asked: Wanted = { ...inFieldsAlone(wanted), typed: '', called: [[issnKey(issn)]] };
    const alone = await find(pool, asked, page, pageSize);
    if (alone.found > 0) return alone;
  }
  if (wanted.isbnTyped !== undefined) {
    const { isbnTyped, ...rest } = wanted;
    const alone = await find(pool, { ...inFieldsAlone(rest), isbn: isbnTyped }, page, pageSize);
    if (alone.found > 0) return alone;
  }
  const answer = AnswerSchema.parse(await pool.row(searchStatement(wanted, page, pageSize)));
  if (wanted.order !== 'oldest' || answer.found <= hitLimitOf(wanted.order)) return answer;
  const earliest = await pool.rowOfIndexOrder(oldestStatement(wanted, page, pageSize));
  return { ...answer, ...AnswerSchema.pick({ records: true }).parse(earliest) };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.trunc(value))) : least;
}
