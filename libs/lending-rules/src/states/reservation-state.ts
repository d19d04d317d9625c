import { z } from 'zod';

/** The states that a reservation shows to its patron and to staff; their words are each web's own. */
export const ReservationStateSchema = z.enum([
  'requested',
  'rejected',
  'queued',
  'suspended',
  'allocated',
  'picked',
  'heldForLoanLimit',
  'packed',
  'shipped',
  'arrivalOverdue',
  'ready',
  'handOutUnconfirmed',
  'handedOut',
  'overdue',
  'returning',
  'returned',
  'cancelled',
  'expired',
  'lostInTransit',
  'settled',
]);
export type ReservationState = z.infer<typeof ReservationStateSchema>;

/** Where a reservation is on its way; sets of states are made of these, so that a new state belongs to all that it should. */
export type Phase =
  /** Not admitted yet. */
  | 'appliedFor'
  | 'inQueue'
  | 'beingPrepared'
  | 'packed'
  | 'onItsWay'
  | 'toPickUp'
  /** R9: not on the branch's shelf any more, and no hand-out was scanned. */
  | 'pickupUnconfirmed'
  | 'withPatron'
  /** R10: handed in, and not processed at the prefectural library yet. */
  | 'handedIn'
  | 'returned'
  | 'lost'
  /** It ended without a loan, or the desk has settled a loan without its book (R18). */
  | 'over';

export const phaseOf: Readonly<Record<ReservationState, Phase>> = {
  requested: 'appliedFor',
  queued: 'inQueue',
  suspended: 'inQueue',
  allocated: 'beingPrepared',
  picked: 'beingPrepared',
  heldForLoanLimit: 'beingPrepared',
  packed: 'packed',
  shipped: 'onItsWay',
  arrivalOverdue: 'onItsWay',
  ready: 'toPickUp',
  handOutUnconfirmed: 'pickupUnconfirmed',
  handedOut: 'withPatron',
  overdue: 'withPatron',
  returning: 'handedIn',
  returned: 'returned',
  lostInTransit: 'lost',
  rejected: 'over',
  cancelled: 'over',
  expired: 'over',
  settled: 'over',
};

/** The states of some phases, in the order of the states. */
export function statesIn(...phases: readonly Phase[]): ReadonlySet<string> {
  return new Set(ReservationStateSchema.options.filter((state) => phases.includes(phaseOf[state])));
}

/** There for its patron; or its branch does not find it any more, and it waits or was handed out unscanned (R9). */
export const thereOrHandedOut = statesIn('toPickUp', 'pickupUnconfirmed');

/** It counts as a reservation, not as a loan. */
export const notHandedOut = statesIn(
  'appliedFor',
  'inQueue',
  'beingPrepared',
  'packed',
  'onItsWay',
  'toPickUp',
);

/** On loan as the patron is told: until the return is processed (R10). */
export const onLoan = statesIn('withPatron', 'handedIn');
