import { besideTerm, classesNamed, isClassName, sectionsOf } from '../classification/classes-of-subject.ts';
import { readQuery, soundsOfWords } from '../search/read-query.ts';
import { hitLimitOf } from '../search/search-request.ts';
import { withOneGa } from '../words/normalise.ts';
import { readVolumeNumber } from '../words/read-volume.ts';

/** A search as the plainest statement makes it: every row looked at, every hit sorted. The search is held to it. */
interface PlainSearch {
  /** The condition of a hit, on `bibliographic_record hit`. */
  where: string;
  /** The records of {@link where} in the order `match`, those that it looks through; a record's columns and `total`. */
  matched: string;
  /** The values of {@link where}, and of all. */
  whereValues: unknown[];
  values: unknown[];
}

/**
 * @param more a condition beside the words, of `bibliographic_record hit`
 * @param term what the classes of that condition were found by, normalised
 */
export function plainSearch(text: string, more = 'true', term = ''): PlainSearch {
  const { words, whole } = readQuery(text);
  const sounds = soundsOfWords(text);
  const values: unknown[] = [];
  const value = (one: unknown) => {
    values.push(one);
    return `$${values.length}`;
  };
  const called = (keys: readonly string[]) => `keys && ${value(keys)}::text[]`;
  const ways = (one: string) => [...new Set([one, withOneGa(one)])];
  const conditions = words.map((word) => {
    const sound = sounds.get(word);
    const volume = words.length > 1 ? readVolumeNumber(word) : undefined;
    const keys = [
      ...(sound === undefined ? [] : ['t', 'a', 'p', 'r'].map((kind) => `${kind}:${sound}`)),
      ...(volume === undefined ? [] : [`v:${volume}`]),
    ];
    const anyOf = [
      ...ways(word).map((way) => `strpos(s, ${value(way)}) > 0`),
      ...(keys.length > 0 ? [called(keys)] : []),
    ];
    return `(${anyOf.join(' OR ')})`;
  });
  const where = [...conditions, more].join(' AND ');
  const whereValues = [...values];
  const titled = called(ways(whole).map((way) => `t:${way}`));
  const person = called(ways(whole).flatMap((way) => [`a:${way}`, `r:${way}`]));
  const begins = `starts_with(nt, ${value(whole)})`;
  const parts = words
    .slice(0, 5)
    .flatMap((_word, from) =>
      words.slice(from, 5).map((_other, length) => words.slice(from, from + length + 1)),
    );
  const sound =
    words.length > 0 && words.every((word) => sounds.has(word))
      ? words.map((word) => sounds.get(word)).join('')
      : '';
  const alike = [
    ...parts.filter((some) => some.length < words.length).map((some) => `t:${some.join('')}`),
    ...(sound === '' ? [] : ['t', 'a', 'p'].map((kind) => `${kind}:${sound}`)),
  ];
  const inTitle = words[0] === undefined ? 'false' : `strpos(nt, ${value(words[0])}) > 0`;
  const classes = words.length === 0 ? [] : sectionsOf(classesNamed(words));
  const onSubject = `COALESCE(left(ndc, 3) = ANY(${value(classes)}::text[]), false)`;
  const volumes = words.length < 2 ? [] : words.flatMap((word) => readVolumeNumber(word) ?? []);
  const either = /^\p{Script=Han}{2}$/u.test(term) ? [...term] : [];
  const about = `array_to_string((string_to_array(s, chr(1)))[1:2] || (string_to_array(s, chr(1)))[9:9] || (string_to_array(s, chr(1)))[14:14], chr(1))`;
  const isAbout =
    words[0] === undefined || classes.length === 0 ? 'false' : `strpos(${about}, ${value(words[0])}) > 0`;
  const inClass = () => {
    const of = value(term);
    return `COALESCE((SELECT min(fewer) FROM generate_series(0, 5) AS fewer WHERE strpos(${about}, left(${of}, length(${of}) - fewer)) > 0
      AND length(${of}) - fewer >= GREATEST(2, ceil(length(${of}) / 2.0))),
      CASE WHEN EXISTS (SELECT FROM unnest(${value([...besideTerm(term), ...either])}::text[]) AS other WHERE strpos(${about}, other) > 0) THEN 6 ELSE 7 END)`;
  };
  const rank = `CASE WHEN ${called(ways(whole).map((way) => `a:${way}`))} THEN 0
    WHEN ${called(ways(whole).map((way) => `r:${way}`))} THEN 1 WHEN nt = ${value(whole)} THEN 2
    WHEN ${titled} OR ${called(alike)} THEN 3 WHEN ${called(ways(whole).map((way) => `p:${way}`))} THEN 4
    WHEN ${onSubject} AND ${inTitle} THEN 5 WHEN ${onSubject} AND ${isClassName(whole)} THEN 6
    WHEN standing >= 2 AND ${inTitle} OR ${begins} THEN 7 WHEN ${inTitle} THEN 8 WHEN ${onSubject} OR ${isAbout} THEN 9 ELSE 10 END
    ${volumes.length === 0 ? '' : `+ CASE WHEN ${called(volumes.map((volume) => `v:${volume}`))} THEN 0 ELSE 20 END`} ${whole === '' ? `+ ${inClass()}` : ''}`;
  const nth = (what: string) =>
    `row_number() OVER (PARTITION BY placed, ${what} ORDER BY year DESC, id DESC)`;
  const matched = `SELECT *, count(*) FILTER (WHERE rank = 1) OVER () > count(*) FILTER (WHERE rank = 0) OVER () AS translates
    FROM (SELECT hits.*, row_number() OVER (ORDER BY year DESC, id DESC) AS recent, count(*) OVER ()::int AS total,
        ${nth('titled')} AS nth_titled, ${nth('person')} AS nth_person, ${nth('begins')} AS nth_begins,
        ${nth('standing >= 2')} AS nth_known
      FROM (SELECT hit.*, ${rank} AS rank, ${titled} AS titled, ${person} AS person, ${begins} AS begins,
        title = ${value(text.trim())} AS as_typed FROM bibliographic_record hit WHERE ${where}) hits) numbered
    WHERE ${whole === '' ? `recent <= ${hitLimitOf()}` : more === 'true' ? `${lookedThrough} OR ${known}` : lookedThrough}`;
  return {
    where,
    whereValues,
    matched: `SELECT * FROM (${matched}) looked_through ORDER BY ${plainOrder}`,
    values,
  };
}

/** The records that are looked through where there are more hits than are counted. */
const lookedThrough = `recent <= ${hitLimitOf()} OR NOT placed OR titled AND nth_titled <= 300 OR person AND nth_person <= 300
  OR begins AND nth_begins <= 200`;
/** The records that count as well known, without a filter. */
const known = 'standing >= 2 AND nth_known <= 300';

const plainOrder = `CASE WHEN rank = 1 AND translates THEN -1 ELSE rank END, as_typed DESC, standing DESC, asked DESC,
  CASE WHEN standing >= 2 THEN work END, CASE WHEN standing >= 2 OR rank IN (2, 3) THEN volume END,
  old_spelling, nt = ANY(book_names) DESC, year DESC, id DESC`;
