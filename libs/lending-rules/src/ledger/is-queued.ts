/** How an entry stands in the queue of its title. */
export const entryStates = ['waiting', 'suspended', 'allocated', 'left', 'closed', 'refused'] as const;
export type EntryState = (typeof entryStates)[number];

const stands = {
  waiting: 'queued',
  suspended: 'queued',
  allocated: 'hasCopy',
  left: 'over',
  closed: 'over',
  refused: 'over',
} as const satisfies Record<EntryState, 'queued' | 'hasCopy' | 'over'>;

/** In the queue of its title: it waits, or keeps its place and is skipped (R20, R15). */
export function isQueued(state: EntryState): state is 'waiting' | 'suspended' {
  return stands[state] === 'queued';
}

/** Neither in the queue nor with a copy that was chosen for it: over, or never admitted. */
export function hasLeftTheQueue(state: EntryState): boolean {
  return stands[state] === 'over';
}

/** The states of an entry in the queue, for a question to the database. */
export const queuedStates = entryStates.filter(isQueued);
