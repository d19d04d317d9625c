/** Collects the values of a statement and answers their placeholders. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/**
 * The condition that a record contains a normalised word. One and two characters are one posting list of `tv`,
 * without a look at the text. From three on the trigram index answers LIKE; but it knows letters and digits only,
 * so a word with another sign in it (c++) is found by its pairs and then compared.
 */
export function wordCondition(word: string, values: Values): string {
  const characters = [...word];
  if (characters.length <= 2) return `tv @@ ${values.add(lexeme(word))}::tsquery`;
  const like = `s LIKE ${values.add(`%${escapeLike(word)}%`)}`;
  if (/^[\p{Alphabetic}0-9]+$/u.test(word)) return like;
  const pairs = characters
    .slice(1)
    .map((character, place) => lexeme(`${characters[place] ?? ''}${character}`));
  return `(tv @@ ${values.add([...new Set(pairs)].join(' & '))}::tsquery AND ${like})`;
}

/** A lexeme of a tsquery, with quote and backslash doubled. */
function lexeme(text: string): string {
  return `'${text.replace(/['\\]/g, '$&$&')}'`;
}

/** A text as a part of a pattern of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
