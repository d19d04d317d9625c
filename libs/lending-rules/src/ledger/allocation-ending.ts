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

/** Whether the reservation goes on without that copy, or comes to its end with it. */
const afterwards: Readonly<Record<AllocationEnding, 'goesOn' | 'ends'>> = {
  home: 'ends',
  cancelled: 'ends',
  expired: 'ends',
  closed: 'ends',
  lost: 'ends',
  notOnShelf: 'goesOn',
  lostInTransit: 'goesOn',
  passedOn: 'goesOn',
  lentAtCounter: 'goesOn',
  swapped: 'goesOn',
  returnUndone: 'goesOn',
  outOfService: 'goesOn',
  cameBack: 'goesOn',
};

/** R9, R20: nobody is to have the copy, as was decided before it was lent: it was cancelled, or its hold ended. */
export const endedUnlent = ['cancelled', 'expired'] as const satisfies readonly AllocationEnding[];

/** Which of these it is, if it is one. */
export function endedUnlentAs(ending: AllocationEnding | null): (typeof endedUnlent)[number] | undefined {
  return endedUnlent.find((one) => one === ending);
}

/** The copy went to somebody else, and is its reader's again once that is taken back. */
export function mayComeBack(ending: AllocationEnding | null): boolean {
  return ending === 'lentAtCounter' || ending === 'swapped';
}

/** The copy was taken away from its reservation, which waits again or got another one. */
export function isWithdrawal(ending: AllocationEnding | null): boolean {
  return ending !== null && afterwards[ending] === 'goesOn';
}
