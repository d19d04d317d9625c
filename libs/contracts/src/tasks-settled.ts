import { type Fact, type FactKind, type Position, reached } from '@toshobin/lending-rules';
import type { TaskKind } from './tasks.ts';

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

/** Of the way home: it has left the library where it was handed in. */
export const sentOn: readonly FactKind[] = ['shipped', 'arrived', 'sentBack'];

/** The tasks about a copy that a scan of it settles, also where the process has ended. */
export function tasksSettledBy({ kind, leg }: Fact): readonly TaskKind[] {
  if (kind === 'home') return atHome;
  if (kind === 'handedOut') return ['moveHold', 'confirmHandOut'];
  if (leg === 'outward') return kind === 'packed' ? ['moveHold'] : [];
  if (kind === 'handedIn') return handedIn;
  return sentOn.includes(kind) ? ['sendBack', ...handedIn] : [];
}
