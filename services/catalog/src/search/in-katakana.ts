import type { ShortKatakana } from '../words/short-katakana.ts';
import type { Values } from './word-condition.ts';

const texts = textOf(['title', 'subtitle', 'author', 'translator', 'series', 'publisher']);
const readings = textOf(['title_reading', 'subtitle_reading', 'author_reading', 'translator_reading']);
const described = textOf(['contributors', 'other_titles', 'further_series', 'subjects']);

function textOf(columns: readonly string[]): string {
  return `(${columns.map((column) => `${column}::text`).join(' || chr(1) || ')})`;
}

/** SQL of whether a row of `bibliographic_record record` has a word in kana, in what is not folded. */
export function hasInKatakana({ written, read }: ShortKatakana, values: Values): string {
  const reading = values.add(read);
  return `(${texts} ~ ${values.add(written)} OR ${readings} ~ ${reading}
    OR COALESCE((SELECT ${described} ~ ${reading} FROM record_description WHERE record_id = record.id), false))`;
}

/** SQL of whether a row has the word as a part of a longer word in katakana alone. */
export function inLongerWord({ written, alone }: ShortKatakana, values: Values): string {
  return `(${texts} ~ ${values.add(written)} AND ${texts} !~ ${values.add(alone)})`;
}
