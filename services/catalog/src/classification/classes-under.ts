import type { RecordsByClass } from './class-counts.ts';
import { ndcClassName } from './class-names.ts';

interface NamedClass {
  /** The class, one to three digits. */
  ndc: string;
  name: string;
}

/**
 * The classes of the NDC one level below a class, in their order: ten main classes, ten divisions of each, and of a
 * division those sections (三桁) that have records.
 *
 * @param under one or two digits; '' for the ten main classes
 */
export function classesUnder(
  under: string,
  counts: RecordsByClass,
): { above: NamedClass[]; classes: (NamedClass & { records: number })[] } {
  const above = [under.slice(0, 1), under.slice(0, 2)]
    .filter((ndc, n) => ndc.length === n + 1)
    .map((ndc) => ({ ndc, name: ndcClassName(ndc) }));
  const classes = Array.from('0123456789', (digit) => under + digit)
    .map((ndc) => ({ ndc, name: ndcClassName(ndc), records: countUnder(ndc, counts) }))
    .filter(({ ndc, records }) => ndc.length < 3 || records > 0);
  return { above, classes };
}

function countUnder(ndc: string, counts: RecordsByClass): number {
  let records = 0;
  for (const [one, number] of counts) if (one.startsWith(ndc)) records += number;
  return records;
}
