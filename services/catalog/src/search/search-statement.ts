import type { SearchOrder } from '@toshobin/contracts';
import { SEGMENTS } from '../placing/place-records.ts';
import { summaryColumns } from '../records/record-summary.ts';
import { conditionsOfParts, WORD_INDEXES } from './found-words.ts';
import { namesKnown } from './other-names.ts';
import { BY_AUTHOR, BY_TRANSLATOR, inClass, KNOWN, rankOf, TITLED } from './rank.ts';
import { conditionsBesideTitle, hasWords, searchConditions } from './search-conditions.ts';
import type { Statement } from './search-pool.ts';
import { hasWord, hitLimitOf, isCommon, isFiltered, type Wanted } from './search-request.ts';
import { topicScore } from './topic-score.ts';
import { Values } from './word-condition.ts';

/** How many of the most recent hits are put in order: more for a sentence, which an author's many works may fit. */
const inOrderOf = ({ topics, order }: Wanted): number => (topics.length > 0 ? 1_000 : hitLimitOf(order));

const readOrTitled = `COALESCE(NULLIF(split_part(s, chr(1), 2), ''), split_part(s, chr(1), 1))`;
/** Readings in `s`, which lists are sorted by; a record without an author comes after all that have one. */
const sortKeys: Partial<Record<SearchOrder, string>> = {
  title: readOrTitled,
  author: `COALESCE(NULLIF(split_part(s, chr(1), 4), ''), U&'\\+10FFFF') || chr(1) || ${readOrTitled}`,
};

/**
 * How many titles each list is looked through where there are more hits than are counted: those that are the query, or
 * by it as author; those that begin with it; well-known ones.
 */
const LOOKED_AT = { called: 300, beginning: 200, known: 300 };

/**
 * Up to so many hits, or beyond so many records called as the query, each hit is read for what it is called; otherwise
 * only those that the index finds to be called so.
 */
const READ_OF_ALL = { hits: 50, named: 500 };

/**
 * So many hits among the records that wait to be placed are listed, beside those that are called as the query: a file
 * that brings a whole catalogue must not slow the search until the night.
 */
const ADDED = 10_000;

/**
 * The order within one rank: the one as it was typed, then by standing; equally well-known ones by how often they were
 * asked for; among known works each with its editions, volume by volume, the newest in today's spelling first; then the
 * newest of all others.
 */
const ofOneRank = `as_typed DESC, standing DESC, asked DESC, CASE WHEN standing >= ${KNOWN} THEN work END,
  CASE WHEN standing >= ${KNOWN} OR rank IN (${TITLED.join(', ')}) THEN volume END,
  old_spelling, in_own_book DESC, year DESC, id DESC`;
/** The whole order of a list. Records without a year (0) are the last of both orders by year. */
const orders: Record<SearchOrder, string> = {
  match: `CASE rank WHEN ${BY_TRANSLATOR} THEN (SELECT translated FROM roles) ELSE rank END, ${ofOneRank}`,
  newest: 'year DESC, id DESC',
  oldest: 'year = 0, year, id',
  title: 'key, year DESC, id DESC',
  author: 'key, year DESC, id DESC',
};

/**
 * One statement for count, facets and rows. The placed rows are met in the order of recency, so a branch that stops
 * after so many hits has the most recent ones. With no more hits than are counted `match` sorts them all. With more it
 * sorts the most recent ({@link inOrderOf}), and beside them the most recent of those that would come before them
 * ({@link LOOKED_AT}). The orders by name sort the most recent hits; for `oldest` see {@link oldestStatement}.
 */
export function searchStatement(wanted: Wanted, page: number, pageSize: number): Statement {
  const values = new Values();
  const all = searchConditions(wanted, values);
  const [limit, looked] = [hitLimitOf(wanted.order), inOrderOf(wanted)];
  const ranked =
    wanted.order === 'match' && wanted.whole !== ''
      ? rankOf(wanted, values, () => hasWords(wanted, values))
      : undefined;
  const key = sortKeys[wanted.order];
  const earlier = wanted.topics.length === 0 ? '' : ` - ${topicScore(wanted.topics, values)}`;
  const places =
    ranked === undefined
      ? `${inClass(wanted.term, values)}${earlier} AS place, false AS as_typed`
      : `${ranked.place} AS place, ${ranked.later}${earlier} AS later, ${ranked.exact} AS exact, keys, title = ${values.add(wanted.typed)} AS as_typed`;
  const columns = `SELECT id, year, kind, lending, ndc, standing, asked, work, volume, old_spelling, nt = ANY(book_names) AS in_own_book,
    ${places}${key === undefined ? '' : `, ${key} AS key`}`;
  const row = `${columns} FROM bibliographic_record record`;
  const order = orders[wanted.order];
  const whenWords = hasWord(wanted) || wanted.isbn !== undefined;
  const bySegment = (conditions: string) =>
    SEGMENTS.map((segment) => `(${row} WHERE placed AND segment = ${segment} AND ${conditions})`).join(
      ' UNION ALL ',
    );
  // Without a word the placed rows are one list, which other indexes serve.
  const hits = whenWords ? bySegment(all) : `${row} WHERE placed AND ${all}`;
  // The facet of classes goes one step below the class that was chosen.
  const digits = `${values.add(Math.min(3, (wanted.ndc ?? '').length + 1))}::int`;
  const size = `${values.add(pageSize)}::int`;
  const first = `${values.add((page - 1) * pageSize)}::int`;
  const recent = `(SELECT * FROM counted LIMIT ${looked})`;
  const addedWith = (conditions: string, most: number) =>
    `(SELECT ctid AS at FROM bibliographic_record record WHERE NOT placed AND ${conditions} LIMIT ${most})`;
  // Many steps of the plan pass on only where rows lie (ctid holds within a statement): passing all columns took longer
  // than reading them.
  const rowsAt = (places: readonly string[]) =>
    `${columns} FROM (SELECT DISTINCT at FROM (${places.join(' UNION ALL ')}) met) once JOIN bibliographic_record record ON record.ctid = at`;
  const allAdded = searchConditions(wanted, values, true);
  const added = [addedWith(allAdded, ADDED)];
  let candidates = `candidate AS MATERIALIZED (SELECT *, place AS rank FROM ${recent} counted)`;
  if (ranked !== undefined) {
    // Few records are called so: they are met by that alone, whatever a plan for all values expects of the other
    // conditions.
    const calledSo = (called: string, conditions: string, most: number) => {
      const met = SEGMENTS.map(
        (segment) =>
          `SELECT ctid AS at FROM bibliographic_record record WHERE placed AND segment = ${segment} AND ${called}`,
      ).join(' UNION ALL ');
      const fits =
        conditions === 'true'
          ? ''
          : `JOIN bibliographic_record record ON record.ctid = at WHERE ${conditions}`;
      return `(SELECT at FROM (${met}) called ${fits} LIMIT ${most})`;
    };
    // Every title with this beginning falls into the range; U+10FFFF is in no normalised text.
    const whole = values.add(wanted.whole);
    const begins = `nt >= ${whole} AND nt < ${values.add(`${wanted.whole}\u{10ffff}`)}`;
    const besideTitle = conditionsBesideTitle(wanted, values);
    added.push(
      addedWith(`tv @@ ${ranked.title} AND ${besideTitle}`, LOOKED_AT.called),
      addedWith(`tv @@ ${ranked.person} AND ${allAdded}`, LOOKED_AT.called),
    );
    const beside = [
      calledSo(`tv @@ ${ranked.title}`, besideTitle, LOOKED_AT.called),
      calledSo(`tv @@ ${ranked.person}`, all, LOOKED_AT.called),
      calledSo(begins, besideTitle, LOOKED_AT.beginning),
      // The class that comes with few hits may have more recent ones than are put in order.
      ...(wanted.orSubject
        ? [calledSo(searchConditions({ ...wanted, orSubject: false }, values), 'true', LOOKED_AT.called)]
        : []),
      ...(whenWords && !isFiltered(wanted)
        ? [
            `(SELECT ctid AS at FROM bibliographic_record record WHERE placed AND standing >= ${KNOWN} AND ${all} LIMIT ${LOOKED_AT.known})`,
          ]
        : []),
    ];
    const named = WORD_INDEXES.map(
      (rows) => `SELECT id FROM bibliographic_record WHERE ${rows} AND tv @@ ${ranked.named}`,
    );
    const isNamed = `CASE WHEN (SELECT found FROM total) <= ${READ_OF_ALL.hits} OR (SELECT count(*) FROM named) > ${READ_OF_ALL.named}
      THEN ${ranked.isNamed} ELSE id IN (SELECT id FROM named) END`;
    // With all hits at hand these are among them, and are not looked for.
    candidates = `named AS MATERIALIZED (SELECT * FROM (${named.join(' UNION ALL ')}) one LIMIT ${READ_OF_ALL.named + 1}),
    candidate AS MATERIALIZED (SELECT *, ${ranked.rank(isNamed)} AS rank
      FROM (SELECT * FROM ${recent} counted UNION ALL SELECT * FROM (
        SELECT * FROM (TABLE waiting UNION ALL ${rowsAt(beside)}) late
        LIMIT CASE WHEN (SELECT found FROM total) > ${looked} THEN NULL ELSE 0 END) beside
      WHERE id NOT IN (SELECT id FROM ${recent} counted)) listed)`;
  }
  // A person who has translated more than written, or only translated under that name, is known for that, and 訳 in the
  // query says it: then the translations come first (roles).
  const sql = `WITH
    waiting AS MATERIALIZED (${rowsAt(added)}),
    counted AS MATERIALIZED (
      SELECT * FROM ((SELECT * FROM (${hits}) placed LIMIT ${looked + 1}) UNION ALL TABLE waiting) found
      ORDER BY year DESC, id DESC LIMIT ${looked + 1}),
    total AS MATERIALIZED (SELECT count(*)::int AS found FROM counted),
    spread AS (SELECT kind, lending = 'lendable' AS lendable, year / 10 AS decade, left(ndc, ${digits}) AS ndc,
      count(*) AS hits, count(*) FILTER (WHERE ${onShelf('counted.id')}) AS "onShelf"
      FROM (SELECT id, kind, lending, year, ndc FROM counted LIMIT ${limit}) counted
        LEFT JOIN shelf_block ON block = counted.id >> 10
      GROUP BY 1, 2, 3, 4),
    start AS (
      SELECT LEAST(${first}, GREATEST(0, (LEAST(found, ${limit}) - 1) / ${size} * ${size})) AS row FROM total),
    ${candidates},
    roles AS (SELECT CASE WHEN ${values.add(wanted.translated)}::boolean OR translations > written OR translations > 0 AND so_written = 0
      THEN -1 ELSE ${BY_TRANSLATOR} END AS translated FROM (
        SELECT count(*) FILTER (WHERE rank = ${BY_TRANSLATOR}) AS translations, count(*) FILTER (WHERE rank < ${BY_TRANSLATOR}) AS written,
          count(*) FILTER (WHERE rank = ${BY_AUTHOR}) AS so_written FROM candidate) counted),
    shown AS (
      SELECT id, row_number() OVER () AS place FROM (
        SELECT id FROM candidate ORDER BY ${order}
        LIMIT LEAST(${size}, ${limit} - (SELECT row FROM start)) OFFSET (SELECT row FROM start)) page)
    SELECT found, (SELECT COALESCE(json_agg(spread), '[]') FROM spread) AS spread, ${listed} AS records,
      ${namesKnown(values.add(wanted.lookedUp))} AS names
    FROM total`;
  return { sql, values: values.list, prepared: isCommon(wanted) };
}

/** Whether a title that was joined with its block has a copy on the shelf. */
function onShelf(recordId: string): string {
  return `CASE WHEN ${recordId} IN (SELECT record_id FROM shelf_change)
    THEN EXISTS (SELECT FROM copy WHERE copy.record_id = ${recordId} AND place = 'onShelf' AND condition = 'inService')
    ELSE get_bit(shelf_block.on_shelf, (${recordId} & 1023)::int) = 1 END`;
}

/** The page of the rows in `shown`, each with its copies and who waits, as JSON. */
const listed = `(SELECT COALESCE(json_agg(listed ORDER BY place), '[]') FROM (
    SELECT shown.place, ${summaryColumns('record')}, held.*,
      (SELECT count(*) FROM queue_entry WHERE record_id = record.id AND state = 'waiting') AS waiting
    FROM shown JOIN bibliographic_record record USING (id), LATERAL (
      SELECT count(*) FILTER (WHERE place = 'onShelf' AND condition = 'inService') AS "onShelf",
        count(*) FILTER (WHERE condition <> 'withdrawn') AS copies
      FROM copy WHERE record_id = record.id) held) listed)`;

/** How many of the oldest records are looked through by their order, before the hits are met by the words. */
const BY_YEAR = 2_000;

/**
 * A page of the earliest hits, those without a year last: for `oldest`, when there are more hits than are counted.
 * Exact; runs with the planner's ordinary settings, since this order is an index's. A frequent word has its hits among
 * the oldest records; what only newer ones have is met by the words and sorted: walking to it through all older records
 * took seconds.
 */
export function oldestStatement(wanted: Wanted, page: number, pageSize: number): Statement {
  const values = new Values();
  const all = searchConditions(wanted, values);
  const limit = hitLimitOf('oldest');
  const first = Math.min(page - 1, Math.floor((limit - 1) / pageSize)) * pageSize;
  const size = `${values.add(Math.min(pageSize, limit - first))}::int`;
  const offset = `${values.add(first)}::int`;
  const met = hasWord(wanted)
    ? conditionsOfParts(wanted, values).map(
        (conditions) => `SELECT id, year FROM bibliographic_record record WHERE ${conditions}`,
      )
    : [`SELECT id, year FROM bibliographic_record record WHERE ${all}`];
  const sql = `WITH
    early AS MATERIALIZED (
      SELECT id, year FROM (SELECT * FROM bibliographic_record WHERE year > 0 ORDER BY year, id LIMIT ${BY_YEAR}) record
      WHERE ${all} ORDER BY year, id LIMIT ${offset} + ${size}),
    enough AS MATERIALIZED (SELECT count(*) = ${offset} + ${size} AS are FROM early),
    found AS (
      SELECT id, year FROM early WHERE (SELECT are FROM enough)
      UNION ALL SELECT id, year FROM (${met.join(' UNION ALL ')}) met WHERE NOT (SELECT are FROM enough)),
    shown AS (
      SELECT id, row_number() OVER () AS place FROM (
        SELECT id FROM found ORDER BY year = 0, year, id LIMIT ${size} OFFSET ${offset}) page)
    SELECT ${listed} AS records`;
  return { sql, values: values.list, prepared: false };
}
