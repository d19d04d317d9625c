import { newForms } from './kanji-forms.ts';

/**
 * Grows with every change of what {@link normalise} answers. Rows carry the version they were written with; rows of
 * an older one are written again by src/load/renormalise-records.ts, because a query of another version misses them.
 */
export const NORM_VERSION = 1;

/** Stands between the fields of a record's search text; no normalised text contains it. */
export const FIELD_END = '\u0001';

/**
 * What is dropped: punctuation, spaces, controls (also NUL and lone surrogates), accents standing alone, the long
 * vowel mark and the dashes and brackets that Unicode counts as symbols, variation selectors, and a voicing mark
 * that found no kana to join.
 */
const dropped = /[\p{P}\p{Z}\p{C}\p{Sk}\p{Variation_Selector}\u3099\u309aー~−─━<>=|]/gu;

/**
 * The form in which titles, names and queries are compared, the same function for rows and queries:
 * NFKC, small letters, katakana as hiragana, new forms of kanji; no punctuation, spaces, hyphens or long vowel marks.
 * Never fails; what has nothing to search by gives the empty text.
 */
export function normalise(text: string): string {
  const kept = text.normalize('NFKC').toLowerCase().replace(dropped, '');
  let normalised = '';
  // Once more: dropping what stood between them may have brought a letter and its accent together.
  for (const character of kept.normalize('NFKC')) {
    normalised += newForms.get(character) ?? asHiragana(character);
  }
  return normalised;
}

/** Katakana ァ–ヶ and the iteration marks ヽヾ; the few that have no hiragana (ヷ–ヺ) stay. */
function asHiragana(character: string): string {
  const code = character.charCodeAt(0);
  const hasHiragana = (code >= 0x30a1 && code <= 0x30f6) || code === 0x30fd || code === 0x30fe;
  return hasHiragana ? String.fromCharCode(code - 0x60) : character;
}

/** What of a record is searched. */
export interface SearchedFields {
  title: string;
  titleReading: string;
  subtitle: string;
  subtitleReading: string;
  author: string;
  authorReading: string;
  translator: string;
  publisher: string;
}

/**
 * The columns `nt`, `s` and `norm_version` of a record. Title and subtitle are one field of `s`, which therefore
 * begins with `nt`: whoever types them in one go finds the record, and a title's beginning is always a hit.
 */
export function searchColumns(record: SearchedFields): { nt: string; s: string; normVersion: number } {
  const nt = normalise(record.title);
  const s = [
    nt + normalise(record.subtitle),
    normalise(record.titleReading) + normalise(record.subtitleReading),
    normalise(record.author),
    normalise(record.authorReading),
    normalise(record.translator),
    normalise(record.publisher),
  ];
  return { nt, s: s.join(FIELD_END), normVersion: NORM_VERSION };
}
