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
 * compared.
 */
export function wordConditions(words: readonly string[], values: Values): string[] {
  const grams = new Set<string>();
  const compared: string[] = [];
  for (const word of new Set(words)) {
    const characters = [...word];
    if (characters.length <= 2) {
      grams.add(lexeme(word));
      continue;
    }
    compared.push(`s LIKE ${values.add(`%${escapeLike(word)}%`)}`);
    if (/^[\p{Alphabetic}0-9]+$/u.test(word)) continue;
    for (const [place, second] of characters.slice(1).entries()) {
      grams.add(lexeme(`${characters[place] ?? ''}${second}`));
    }
  }
  if (grams.size === 0) return compared;
  return [`tv @@ ${values.add([...grams].join(' & '))}::tsquery`, ...compared];
}

/** A lexeme of a tsquery, with quote and backslash doubled. */
function lexeme(text: string): string {
  return `'${text.replace(/['\\]/g, '$&$&')}'`;
}

/** A text as a part of a pattern of LIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
