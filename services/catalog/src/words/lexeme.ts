/** A lexeme as a tsvector or a tsquery is written with it, quote and backslash doubled. */
export function lexeme(text: string): string {
  return `'${text.replace(/['\\]/g, '$&$&')}'`;
}
