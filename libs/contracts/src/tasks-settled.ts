import type { Fact, FactKind } from '@toshobin/lending-rules/facts';
import type { TaskKind } from './tasks.ts';

/** Tasks that are over once a library has the copy in the hand, whatever was said before. */
export const settledByHandIn: readonly TaskKind[] = [
  'claimedReturned',
  'wrongPerson',
  'longOverdue',
  'confirmHandOut',
];

/** Tasks that are over once the copy is home, also where the process has ended. */
export const settledAtHome: readonly TaskKind[] = [
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
  if (kind === 'home') return settledAtHome;
  if (kind === 'handedOut') return ['moveHold', 'confirmHandOut'];
  if (leg === 'outward') return kind === 'packed' ? ['moveHold'] : [];
  if (kind === 'handedIn') return settledByHandIn;
  return sentOn.includes(kind) ? ['sendBack', ...settledByHandIn] : [];
}
