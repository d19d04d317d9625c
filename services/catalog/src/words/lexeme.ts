/** A lexeme as a tsvector or a tsquery is written with it, quote and backslash doubled. */
export function lexeme(text: string): string {
  // Most lexemes have neither, and there are hundreds a record.
  const plain = !text.includes("'") && !text.includes('\\');
  return plain ? `'${text}'` : `'${text.replace(/['\\]/g, '$&$&')}'`;
}
