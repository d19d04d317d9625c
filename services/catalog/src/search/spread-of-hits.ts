import type { Facets } from '@toshobin/contracts';
import { z } from 'zod';
import { ndcClassName } from '../classification/class-names.ts';

/** Hits of one kind, lending category, decade and class: how many, and how many of them have a copy on the shelf. */
export const HitGroupSchema = z.object({
  kind: z.enum(['book', 'magazineIssue', 'audiovisual']),
  lendable: z.boolean(),
  /** Year of publication over ten; 0 when the year is not known. */
  decade: z.int(),
  /** The NDC class, to one digit more than was asked for. */
  ndc: z.string().nullable(),
  hits: z.int(),
  onShelf: z.int(),
});
type HitGroup = z.infer<typeof HitGroupSchema>;

export function spreadOfHits(groups: readonly HitGroup[]): Facets {
  const sum = (counted: (group: HitGroup) => number) =>
    groups.reduce((total, group) => total + counted(group), 0);
  return {
    kind: byCount(groups, ({ kind }) => kind),
    decade: byCount(groups, ({ decade }) => (decade === 0 ? undefined : String(decade * 10))),
    ndc: byCount(groups, ({ ndc }) => ndc ?? undefined).map((one) => ({
      ...one,
      name: ndcClassName(one.value),
    })),
    reservable: sum(({ lendable, hits }) => (lendable ? hits : 0)),
    onShelf: sum(({ onShelf }) => onShelf),
  };
}

/** The values with their counts, the largest first; equal counts by value. Hits without a value are in none. */
function byCount(groups: readonly HitGroup[], named: (group: HitGroup) => string | undefined) {
  const counts = new Map<string, number>();
  for (const group of groups) {
    const value = named(group);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + group.hits);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
