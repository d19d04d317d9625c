import type { TaskKind } from '@toshobin/contracts';
import type { Fact } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Tx } from '../open-database.ts';

/** What staff were asked to do with a copy is done when such a fact of it is heard. */
export async function settleByFact(tx: Tx, fact: Fact, barcode: string): Promise<void> {
  const kinds = settledBy(fact);
  if (kinds.length === 0) return;
  await clearTasks(tx, { kinds, subject: { barcode }, by: 'process', at: new Date(fact.recordedAt) });
}

/** Nothing is left to be asked of a copy that is home, also where its process has ended. */
const atHome: readonly TaskKind[] = [
  'sendBack',
  'searchReturn',
  'claimedReturned',
  'searchUnlent',
  'moveHold',
  'wrongPerson',
  'longOverdue',
  'askBranch',
  'confirmHandOut',
  'lookAtReservation',
];

function settledBy({ kind, leg, voids }: Fact): readonly TaskKind[] {
  if (voids !== undefined) return [];
  if (kind === 'home') return atHome;
  if (kind === 'handedOut') return ['moveHold'];
  if (leg === 'outward') return kind === 'packed' ? ['moveHold'] : [];
  // Somebody has it in the hand, whoever said what before.
  if (kind === 'handedIn') return ['claimedReturned'];
  return ['shipped', 'arrived', 'sentBack'].includes(kind) ? ['sendBack', 'claimedReturned'] : [];
}
