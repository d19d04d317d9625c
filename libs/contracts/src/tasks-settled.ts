import { type Fact, type FactKind, FactKindSchema } from '@toshobin/lending-rules/facts';
import { type Settling, type TaskKind, tasksSettledBy } from './tasks.ts';

/** What a scan of each kind says on the way out and on the way home that leaves nothing to be done. */
const saidBy: Readonly<Record<FactKind, { outward?: Settling; return?: Settling }>> = {
  picked: {},
  packed: { outward: 'packed' },
  shipped: { return: 'sentOn' },
  arrived: { return: 'sentOn' },
  handedOut: { outward: 'handedOut', return: 'handedOut' },
  handedIn: { return: 'handedIn' },
  sentBack: { return: 'sentOn' },
  home: { outward: 'home', return: 'home' },
};

/** The kinds of scans on the way home by which a copy has left the library where it was handed in. */
export const sentOn: readonly FactKind[] = FactKindSchema.options.filter(
  (kind) => saidBy[kind].return === 'sentOn',
);

/** The tasks about a copy that a scan of it settles. */
export function tasksSettledByFact({ kind, leg }: Fact): readonly TaskKind[] {
  const said = saidBy[kind][leg];
  return said === undefined ? [] : tasksSettledBy(said);
}
