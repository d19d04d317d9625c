import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import { type TaskKind, tasksSettledBy } from './tasks.ts';

/** The kinds of scans on the way home by which a copy has left the library where it was handed in. */
export const sentOn: readonly FactKind[] = ['shipped', 'arrived', 'sentBack'];

/** The tasks about a copy that a scan of it settles. */
export function tasksSettledByFact({ kind, leg }: Fact): readonly TaskKind[] {
  if (kind === 'home' || kind === 'handedOut') return tasksSettledBy(kind);
  if (leg === 'outward') return kind === 'packed' ? tasksSettledBy(kind) : [];
  if (kind === 'handedIn') return tasksSettledBy(kind);
  return sentOn.includes(kind) ? tasksSettledBy('sentOn') : [];
}
