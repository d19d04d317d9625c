import { type Contradiction, contradictions } from './contradictions.ts';

/** One contradiction that was seen: of what (ids, never persons or titles), and how the two sides differ. */
export interface Finding {
  what: Contradiction;
  of: Readonly<Record<string, string>>;
  /** In a word or two, without anything of a person. */
  seen?: string;
}

/** The same trouble of the same thing, whatever it looked like meanwhile. */
export function keyOf({ what, of }: Finding): string {
  return `${what} ${idsOf(of)}`;
}

/** One line: what, of what, the sentence, what was seen, the repair. */
export function lineOf(finding: Finding): string {
  const { what, of, seen } = finding;
  const { en, repair } = contradictions[what];
  const how = seen === undefined ? '' : ` (${seen})`;
  return `${what}  ${idsOf(of)}  ${en}${how}  → ${filled(repair.en, of)}`;
}

export function idsOf(of: Finding['of']): string {
  return Object.entries(of)
    .map(([name, id]) => `${name} ${id}`)
    .join(', ');
}

function filled(repair: string, of: Finding['of']): string {
  return repair.replaceAll(/\{(\w+)\}/g, (place, name: string) => of[name] ?? place);
}
