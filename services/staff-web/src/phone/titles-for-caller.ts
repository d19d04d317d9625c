import type { RecordHit } from '@toshobin/contracts';
import { decideMaterial, type LendingPolicy } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

export interface TitlesForCaller {
  /** What may be reserved by telephone. */
  titles: readonly RecordHit[];
  /** How many were found that may not. */
  others: number;
  /** Not all that was found was looked at. */
  more: boolean;
}

/**
 * R4. What may be reserved by telephone among the first that the catalogue finds. As a rule these are magazines, which may stand
 * behind hundreds of books of the same words: then they are asked for by themselves, too. Undefined while nobody can say.
 */
export async function titlesForCaller(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  q: string,
  policy: LendingPolicy,
): Promise<TitlesForCaller | undefined> {
  const mayBeAsked = ({ lending, copies }: RecordHit) =>
    decideMaterial(
      { lending, lendableCopies: copies },
      { channel: 'phone', pickupIsPrefectural: true },
      policy,
    ).ok;
  const all = await orNone(catalog.searchRecords({ query: { q, page: 1 } }));
  if (all === undefined) return undefined;
  const isWhole = all.records.length >= all.total;
  const first = all.records.filter(mayBeAsked);
  if (isWhole) return { titles: first, others: all.records.length - first.length, more: false };
  const issues = await orNone(catalog.searchRecords({ query: { q, page: 1, kind: 'magazineIssue' } }));
  const known = new Set(first.map(({ recordId }) => recordId));
  const behind = (issues?.records ?? []).filter((one) => mayBeAsked(one) && !known.has(one.recordId));
  return { titles: [...first, ...behind], others: all.records.length - first.length, more: true };
}
