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
 * `tv` each, without a look at the text; all such words go into one query of it. From three on the trigram index answers
 * LIKE; but it knows letters and digits only, so a word with another sign in it (c++) is found by its pairs and then
 * compared. A が between kanji may be written in other ways, too.
 *
 * @param orCalled keys of the record, any of which does in place of the word
 */
export function wordConditions(
  words: readonly string[],
  values: Values,
  orCalled: (word: string) => string[] = () => [],
): string[] {
  const grams = new Set<string>();
  const compared: string[] = [];
  for (const word of new Set(words)) {
    const likes = waysToWrite(word).filter((way) => [...way].length > 2);
    if (likes.length === 0) {
      grams.add(anyOf([...waysToWrite(word), ...orCalled(word)]));
      continue;
    }
    const patterns = likes.map((way) => `s LIKE ${values.add(`%${escapeLike(way)}%`)}`);
    const keys = orCalled(word);
    if (keys.length > 0) patterns.push(`tv @@ ${values.add(anyOf(keys))}::tsquery`);
    compared.push(patterns.length === 1 ? patterns.join() : `(${patterns.join(' OR ')})`);
    if (keys.length > 0 || /^[\p{Alphabetic}0-9]+$/u.test(word)) continue;
    const characters = [...word];
    for (const [place, second] of characters.slice(1).entries()) {
      grams.add(lexeme(`${characters[place] ?? ''}${second}`));
    }
  }
  if (grams.size === 0) return compared;
  return [`tv @@ ${values.add([...grams].join(' & '))}::tsquery`, ...compared];
}

function waysToWrite(word: string): string[] {
  return [...new Set([word, withOneGa(word)])];
}

/** Any of these lexemes, as a tsquery. */
export function anyOf(lexemes: readonly string[]): string {
  const all = lexemes.map(lexeme).join(' | ');
  return lexemes.length === 1 ? all : `(${all})`;
}

/** A text as a part of a pattern of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
