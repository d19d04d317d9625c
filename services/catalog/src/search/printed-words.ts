import { z } from 'zod';
import { classesNamed, termPrinted } from '../classification/classes-of-subject.ts';
import type { RecordSummary } from '../records/record-summary.ts';
import { normalise } from '../words/normalise.ts';
import type { SearchPool } from './search-pool.ts';
import type { SearchRequest } from './search-request.ts';

/**
 * Normalised words as they were typed (in that order where all of them were), or else as the records that they find
 * print them: 走れメロス, not 走れめろす. Empty where one is printed nowhere: folded kana are no word to offer.
 */
export async function asPrinted(
  pool: SearchPool,
  words: string,
  request: SearchRequest,
  records: readonly RecordSummary[],
): Promise<string> {
  const folded = words.split(' ');
  const { text = '', title = '', author = '', publisher = '' } = request;
  const typed = folded.map((word) => pieceCalled(word, text));
  if (typed.every((piece) => piece !== undefined)) return asTyped(typed, text);
  const fields = [title, author, publisher];
  const listed = records.flatMap((one) => [
    ...[one.title, one.author, ...one.translator.split(';'), `${one.title} ${one.subtitle}`],
    ...[one.publisher, one.titleReading],
  ]);
  const inList = folded.map((word, at) => typed[at]?.printed ?? printedOf(word, [...fields, ...listed]));
  if (inList.every((one) => one !== undefined)) return inList.join(' ');
  const all = await allPrinted(pool, records);
  const inAny = folded.map((word, at) => inList[at] ?? printedOf(word, all));
  return inAny.every((one) => one !== undefined) ? inAny.join(' ') : '';
}

function printedOf(word: string, texts: readonly string[]): string | undefined {
  // A word in katakana, with small kana, or without kana, is printed as it is.
  if (normalise(word) !== word || !/\p{Script=Hiragana}/u.test(word)) return word;
  const whole = texts.find((text) => normalise(text) === word);
  if (whole !== undefined) return whole;
  for (const text of texts) {
    const piece = pieceCalled(word, text);
    if (piece !== undefined) return piece.printed;
  }
  return classesNamed([word]).length > 0 ? termPrinted(word) : undefined;
}

interface Piece {
  printed: string;
  /** Where the piece begins and ends in the text, in characters. */
  from: number;
  to: number;
}

/** The part of a text that a normalised word is made of. */
function pieceCalled(word: string, text: string): Piece | undefined {
  if (word === '' || !normalise(text).includes(word)) return undefined;
  const characters = [...text];
  const between = (from: number, to?: number) => characters.slice(from, to).join('');
  const begins = characters.map(
    (one, from) => normalise(one) !== '' && normalise(between(from)).startsWith(word),
  );
  const from = begins.indexOf(true);
  if (from < 0) return undefined;
  let to = from + 1;
  while (to < characters.length && normalise(between(from, to)) !== word) to += 1;
  while (/^[\p{Lm}\p{M}]$/u.test(characters[to] ?? '') && normalise(between(from, to + 1)) === word) to += 1;
  return { printed: between(from, to), from, to };
}

/** The pieces as they stand in what was typed; one kanji and the kana right behind it are one word: 坊ちゃん. */
function asTyped(pieces: readonly Piece[], text: string): string {
  const characters = [...text];
  const inOrder = pieces.toSorted((a, b) => a.from - b.from);
  return inOrder
    .map(({ printed, to }, at) => {
      const next = inOrder[at + 1];
      if (next === undefined) return printed;
      const isOneWord =
        next.from === to &&
        /^\p{Script=Han}$/u.test(printed) &&
        /^\p{Script=Hiragana}$/u.test(characters[to] ?? '');
      return isOneWord ? printed : `${printed} `;
    })
    .join('');
}

const Printed = z.object({ printed: z.array(z.string()) });

/** Everything that these records print of their searched fields. */
async function allPrinted(pool: SearchPool, records: readonly RecordSummary[]): Promise<string[]> {
  const sql = `SELECT COALESCE(json_agg(one), '[]') AS printed FROM bibliographic_record record
    LEFT JOIN record_description description ON description.record_id = record.id,
    LATERAL (
      SELECT unnest(ARRAY[subtitle_reading, title_reading || ' ' || subtitle_reading, series, author_reading, author_latin,
        book_title] || string_to_array(translator_reading, ';') || string_to_array(translator_latin, ';') || subjects) AS one
      UNION ALL SELECT unnest(ARRAY[told ->> 'written', told ->> 'reading', told ->> 'latin'])
        FROM jsonb_array_elements(contributors || other_titles || further_series) told) printed
    WHERE record.id = ANY ($1::bigint[]) AND one <> ''`;
  const values = [records.map(({ id }) => id)];
  return Printed.parse(await pool.rowOfIndexOrder({ sql, values, prepared: true })).printed;
}
