import type { DataField, Subfield } from './marc-record.ts';
import { readGaiji } from './read-gaiji.ts';

/** The texts of all subfields with that code. */
export function valuesOf({ subfields }: DataField, code: string): string[] {
  return subfields.flatMap(([one, text]) => (one === code ? [text] : []));
}

/** The text of all subfields with these codes, in the field's order. */
export function textOf({ subfields }: DataField, codes: string): string {
  return subfields
    .filter(([code]) => codes.includes(code))
    .map(([, text]) => withoutPunctuation(text))
    .join(' ')
    .trim();
}

/** Several such texts, where the field has the first of the codes more than once. */
export function eachTextOf(field: DataField, codes: string): string[] {
  const [first] = codes;
  const parts: Subfield[][] = [[]];
  for (const subfield of field.subfields) {
    if (subfield[0] === first && parts.at(-1)?.some(([code]) => code === first)) parts.push([]);
    parts.at(-1)?.push(subfield);
  }
  return parts.map((subfields) => textOf({ ...field, subfields }, codes));
}

/** A text without the marks that ISBD puts between the parts of a description: 「Title :」, 「Name,」. */
export function withoutPunctuation(text: string): string {
  const whole = readGaiji(text).trim();
  const bare = ':;/,='.includes(whole.slice(-1)) ? whole.slice(0, -1).trimEnd() : whole;
  // The point of an initial or of an abbreviation stays.
  return bare.endsWith('.') ? bare.replace(/(?<=[^\s.]{3}|\d)\.$/u, '').trim() : bare;
}

/** One of several titles in a field, without the marks that part it from the next. */
export function titleAmongOthers(text: string): string {
  return withoutPunctuation(text.replace(/\s*--\s*$/u, ''));
}

/** A name: 夏目, 漱石 is 夏目 漱石; one in Latin letters keeps its comma. */
export function nameOf(text: string): string {
  return /\p{Script=Latin}/u.test(text) ? text : text.replace(/[,，、]\s*/gu, ' ').trim();
}
