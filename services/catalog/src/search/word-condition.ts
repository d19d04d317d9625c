import { lexeme } from '../words/lexeme.ts';
import { withOneGa } from '../words/normalise.ts';

/** Collects the values of a statement and answers their placeholders. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/**
 * The conditions that a record contains normalised words, all of them. One and two characters are one posting list of
 * `tv` each, without a look at the text; all such words go into one query of it. From three on the trigram index
 * answers LIKE; but it knows letters and digits only, so a word with another sign in it (c++) is found by its pairs and
 * then compared. So is, beside other words, one that may be written or called otherwise: a choice is no condition of an
 * index scan, and a plan for all words would read the one choice that happens to be frequent. A が between kanji may be
 * written in other ways, too.
 *
 * @param orCalled keys of the record, any of which does in place of the word
 * @param called of each list a key that the record has beside the words
 * @param added for rows that wait to be placed, whose index knows pairs and keys alone
 */
export function wordConditions(
  words: readonly string[],
  values: Values,
  orCalled: (word: string) => string[] = () => [],
  called: readonly string[][] = [],
  added = false,
): string[] {
  const distinct = [...new Set(words)];
  const grams = new Set(called.map(anyOf));
  const compared: string[] = [];
  for (const word of distinct) {
    const ways = waysToWrite(word).filter((way) => [...way].length > 2);
    const keys = orCalled(word);
    if (ways.length === 0) {
      grams.add(anyOf([...waysToWrite(word), ...keys]));
      continue;
    }
    const byPairs = `(${[...ways.map(pairsOf), ...keys.map(lexeme)].join(' | ')})`;
    if (distinct.length > 1 && ways.length + keys.length > 1) {
      grams.add(byPairs);
      const has = ways.map((way) => `strpos(s, ${values.add(way)}) > 0`);
      if (keys.length > 0) has.push(`keys && ${values.add(keys)}::text[]`);
      compared.push(`(${has.join(' OR ')})`);
      continue;
    }
    const patterns = ways.map((way) => `s LIKE ${values.add(`%${escapeLike(way)}%`)}`);
    if (keys.length > 0) patterns.push(`tv @@ ${values.add(anyOf(keys))}::tsquery`);
    compared.push(patterns.length === 1 ? patterns.join() : `(${patterns.join(' OR ')})`);
    if (added || (keys.length === 0 && !/^[\p{Alphabetic}0-9]+$/u.test(word))) grams.add(byPairs);
  }
  if (grams.size === 0) return compared;
  return [`tv @@ ${values.add([...grams].join(' & '))}::tsquery`, ...compared];
}

/** A tsquery of all pairs of neighbours of a word, or of its one character. */
export function pairsOf(word: string): string {
  return [...new Set(gramsOf([...word]))].map(lexeme).join(' & ');
}

/** The pairs of neighbours of some characters, or the only one. */
export function gramsOf(characters: readonly string[]): string[] {
  if (characters.length === 1) return [...characters];
  return characters.slice(1).map((second, first) => `${characters[first] ?? ''}${second}`);
}

/** The spellings of a word: as it is, and with a が between kanji as a record has it for every spelling. */
export function waysToWrite(word: string): string[] {
  return [...new Set([word, withOneGa(word)])];
}

/** A tsquery of any of these lexemes. */
export function anyOf(lexemes: readonly string[]): string {
  const all = lexemes.map(lexeme).join(' | ');
  return lexemes.length === 1 ? all : `(${all})`;
}

/** A text as a part of a pattern of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
