import type { HowMany, SearchOffers } from '@toshobin/contracts';
import { z } from 'zod';
import type { ClassCounts } from '../classification/class-counts.ts';
import { classesOfSubject, sectionsOf } from '../classification/classes-of-subject.ts';
import { normalise } from '../words/normalise.ts';
import { authorKey, contributorKey, nameForms, translatorKey } from '../words/search-columns.ts';
import { WORD_INDEXES } from './found-words.ts';
import { readQuery } from './read-query.ts';
import { searchConditions } from './search-conditions.ts';
import type { SearchPool } from './search-pool.ts';
import type { SearchResult } from './search-records.ts';
import { hitLimitOf, readRequest, type SearchRequest } from './search-request.ts';
import { anyOf, Values } from './word-condition.ts';

const LIMIT = hitLimitOf();

/**
 * The author whose works, or books about whom, a reader may want who typed a name: that of the first hit, when it
 * stands among the words. Works are counted as far as a list counts, by what the indexes of the words say alone: one
 * statement, and none where nobody is named or more was asked than words. Books about somebody take as long to count as
 * the works are many: with more works than are counted they have no number.
 */
export async function offerAuthor(
  pool: SearchPool,
  request: SearchRequest,
  result: Pick<SearchResult, 'records'>,
): Promise<SearchOffers['author']> {
  const [first] = (request.page ?? 1) > 1 ? [] : result.records;
  if (first === undefined || !isWordsAlone(request)) return null;
  const said = runsOfWords(readQuery(request.text ?? '').words);
  const name = first.author.split(';').find((one) => nameForms(one).some((form) => said.has(form)));
  if (name === undefined) return null;
  const values = new Values();
  const form = normalise(name);
  const about = readRequest({ about: name });
  if (about === undefined) return null;
  const works = `tv @@ ${values.add(anyOf([authorKey, translatorKey, contributorKey].map((key) => key(form))))}::tsquery`;
  const sql = `WITH written AS MATERIALIZED (SELECT ${countOf(works)} AS works)
    SELECT works, CASE WHEN works <= ${LIMIT} THEN ${countOf(searchConditions(about, values))} END AS about FROM written`;
  const row = await pool.row({ sql, values: values.list, prepared: true });
  const found = z.object({ works: z.int(), about: z.int().nullable() }).parse(row);
  return { name, works: howMany(found.works), about: found.about === null ? null : howMany(found.about) };
}

/** Up to one more than a list counts. */
function countOf(conditions: string): string {
  const met = WORD_INDEXES.map(
    (rows) => `(SELECT 1 FROM bibliographic_record record WHERE ${rows} AND ${conditions})`,
  );
  return `(SELECT count(*) FROM (SELECT * FROM (${met.join(' UNION ALL ')}) met LIMIT ${LIMIT + 1}) counted)::int`;
}

/** Neighbouring words as one: the names of people have a space within, or none. */
function runsOfWords(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((_word, from) => words.map((_to, to) => words.slice(from, to + 1).join(''))));
}

/** Whether words alone were asked for: with a filter the numbers would be of more than is listed. */
function isWordsAlone({
  text: _text,
  order: _order,
  page: _page,
  pageSize: _size,
  ...more
}: SearchRequest): boolean {
  return Object.values(more).every((one) => one === undefined || one === false);
}

/**
 * How many records the subject has whose name was typed, and each of its classes: what the catalogue counts by class
 * every ten minutes anyhow. Nothing more is counted, so that before the first count, and beside a filter, they are
 * offered without a number.
 */
export function countClasses(
  request: SearchRequest,
  classes: readonly string[],
  counts: Pick<ClassCounts, 'known'>,
): { subject: HowMany | null; hitsOf: (ndc: string) => HowMany | null } {
  const known = classes.length === 0 || !isWordsAlone(request) ? undefined : counts.known();
  if (known === undefined) return { subject: null, hitsOf: () => null };
  const sections = new Set(sectionsOf(classesOfSubject(readQuery(request.text ?? '').words)));
  const within = (ndc: string) =>
    howMany(
      [...known].reduce(
        (sum, [section, records]) => (sections.has(section) && section.startsWith(ndc) ? sum + records : sum),
        0,
      ),
    );
  return { subject: within(''), hitsOf: within };
}

function howMany(found: number): HowMany {
  return { total: Math.min(found, LIMIT), capped: found > LIMIT };
}
