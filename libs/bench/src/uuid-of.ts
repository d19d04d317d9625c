/**
 * SQL of an id that is always the same for a text: a UUID as the schemas want one (version 4 by its form).
 *
 * @param text SQL of the text
 */
export function uuidOf(text: string): string {
  return `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;
}
