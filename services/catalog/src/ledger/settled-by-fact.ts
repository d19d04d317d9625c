import type { TaskKind } from '@toshobin/contracts';
import { type Fact, type Position, reached } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';

/** The tasks about a copy that a fact of each kind settles. */
export async function settleByFact(tx: Transaction, fact: Fact, barcode: string): Promise<void> {
  const kinds = settledBy(fact);
  if (kinds.length === 0) return;
  await clearTasks(tx, { kinds, subject: { barcode }, by: 'process', at: fact.recordedAt });
}

/** Whether the way that the copy has gone leaves nothing to be done: such a task is not opened any more. */
export function isSettledAt(position: Position, kind: TaskKind): boolean {
  if (reached(position, 'home')) return atHome.includes(kind);
  return reached(position, 'handedIn') && handedIn.includes(kind);
}

/** Tasks that are over once a library has the copy in the hand, whatever was said before. */
const handedIn: readonly TaskKind[] = ['claimedReturned', 'wrongPerson', 'longOverdue', 'confirmHandOut'];

/** Tasks that are over once the copy is home, also where the process has ended. */
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
  'borrowerUnknown',
];

function settledBy({ kind, leg, voids }: Fact): readonly TaskKind[] {
  if (voids !== undefined) return [];
  if (kind === 'home') return atHome;
  if (kind === 'handedOut') return ['moveHold', 'confirmHandOut'];
  if (leg === 'outward') return kind === 'packed' ? ['moveHold'] : [];
  if (kind === 'handedIn') return handedIn;
  return ['shipped', 'arrived', 'sentBack'].includes(kind) ? ['sendBack', ...handedIn] : [];
}
