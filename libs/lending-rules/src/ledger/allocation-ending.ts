import { z } from 'zod';

/** How an allocation ended: the copy that was chosen for a reservation is its own no more. */
export const AllocationEndingSchema = z.enum([
  'home',
  'cancelled',
  'expired',
  'notOnShelf',
  'closed',
  'lostInTransit',
  'lentAtCounter',
  'swapped',
  'returnUndone',
  'lost',
  'passedOn',
  'outOfService',
  'cameBack',
]);
export type AllocationEnding = z.infer<typeof AllocationEndingSchema>;

/** What follows from how it ended; a set of endings has its name here. */
type EndingTrait =
  /** The copy was taken away from its reservation, which waits again or got another one. */
  | 'withdrawal'
  /** The copy went to somebody else, and is its reader's again once that is taken back. */
  | 'mayComeBack'
  /** The scan of its return has ended it, and is taken back with it. */
  | 'byReturn'
  /** R18: its process has ended, and the copy has not come back. */
  | 'unreturned'
  /** The copy was given up for lost. */
  | 'lost';

const traits: Readonly<Record<AllocationEnding, readonly EndingTrait[]>> = {
  home: ['byReturn'],
  cancelled: [],
  expired: [],
  closed: ['unreturned'],
  lost: ['unreturned', 'lost'],
  notOnShelf: ['withdrawal'],
  lostInTransit: ['withdrawal', 'lost'],
  passedOn: ['withdrawal'],
  lentAtCounter: ['withdrawal', 'mayComeBack'],
  swapped: ['withdrawal', 'mayComeBack'],
  returnUndone: ['withdrawal'],
  outOfService: ['withdrawal'],
  cameBack: ['withdrawal', 'byReturn'],
};

/** Not so of what goes on. */
export function endingIs(ending: AllocationEnding | null, trait: EndingTrait): boolean {
  return ending !== null && traits[ending].includes(trait);
}

/** R9, R20: nobody is to have the copy, as was decided before it was lent: it was cancelled, or its hold ended. */
export const endedUnlent = ['cancelled', 'expired'] as const satisfies readonly AllocationEnding[];

/** Which of these it is, if it is one. */
export function endedUnlentAs(ending: AllocationEnding | null): (typeof endedUnlent)[number] | undefined {
  return endedUnlent.find((one) => one === ending);
}
