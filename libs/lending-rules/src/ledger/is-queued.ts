import type { Ledger } from './ledger.ts';

export type EntryState = Ledger['entry']['state'];

const queued = {
  waiting: true,
  suspended: true,
  allocated: false,
  left: false,
  closed: false,
  refused: false,
} as const satisfies Record<EntryState, boolean>;

/** In the queue of its title: it waits, or keeps its place and is skipped (R20, R15). */
export function isQueued(state: EntryState): state is 'waiting' | 'suspended' {
  return queued[state];
}

/** The states of an entry in the queue, for a question to the database. */
export const queuedStates = (
  ['waiting', 'suspended', 'allocated', 'left', 'closed', 'refused'] as const
).filter(isQueued);
