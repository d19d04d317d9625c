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

/** Where a reservation is on its way. Sets of states are made of these: a new state is in all that it should. */
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
  /** The reservation ended without a loan, or the desk has settled a loan without its book (R18). */
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

/** The states of some phases, in the order of the states. Only here: a set of states has its name in this file. */
function statesIn(...phases: readonly Phase[]): ReadonlySet<ReservationState> {
  return new Set(ReservationStateSchema.options.filter((state) => phases.includes(phaseOf[state])));
}

/** The states in which no copy is chosen yet. */
export const withoutCopy = statesIn('appliedFor', 'inQueue');

export const inQueue = statesIn('inQueue');

/** R20. The states after a resumption is answered: the turn may have come at once. */
export const resumed: ReadonlySet<ReservationState> = new Set(
  [...statesIn('inQueue', 'beingPrepared', 'packed', 'onItsWay', 'toPickUp')].filter(
    (state) => state !== 'suspended',
  ),
);

/** R20: until its copy is packed, the pickup library may be another one. */
export const notYetPacked = statesIn('appliedFor', 'inQueue', 'beingPrepared');

/** The states in which a copy is chosen, and has not left. */
export const atPrefecturalWithCopy = statesIn('beingPrepared', 'packed');

/** R11. The states of a copy that will be posted without more ado: no loan slot is missing (R15). */
export const toBePacked: ReadonlySet<ReservationState> = new Set(
  [...statesIn('beingPrepared')].filter((state) => state !== 'heldForLoanLimit'),
);

export const onItsWay = statesIn('onItsWay');

/** R18. Whether an open row's reader has lost the copy: it counts as a loan until that is settled. */
export function isLostByReader({ state, open }: { state: ReservationState; open: boolean }): boolean {
  return state === 'lostInTransit' && open;
}

/**
 * R3. The states that count as a loan to be: fetched for a parcel, gone or not. A copy without a slot is
 * `heldForLoanLimit` (R15).
 */
export const toBeLent: ReadonlySet<ReservationState> = new Set(['picked', ...statesIn('packed', 'onItsWay')]);

/** The states of a reservation that goes on, with nothing to be picked up. */
export const nothingToPickUp = statesIn('appliedFor', 'inQueue', 'beingPrepared', 'packed', 'onItsWay');

/** There for its patron; or its branch does not find it any more, and it waits or was handed out unscanned (R9). */
export const thereOrHandedOut = statesIn('toPickUp', 'pickupUnconfirmed');

/** The states that count as a reservation, not as a loan. */
export const notHandedOut = statesIn(
  'appliedFor',
  'inQueue',
  'beingPrepared',
  'packed',
  'onItsWay',
  'toPickUp',
);

/** R17. The states with a date that a closure may move, or whose parcel will give it one. */
export const withDates = statesIn('onItsWay', 'toPickUp', 'pickupUnconfirmed', 'withPatron');

/** The copy is there for its patron, or with them. */
export const thereOrWithPatron = statesIn('toPickUp', 'pickupUnconfirmed', 'withPatron');

export const withPatron = statesIn('withPatron');

/** R8. With its patron; or handed out without a scan, as far as anybody knows (R9). */
export const withPatronOrUnconfirmed = statesIn('pickupUnconfirmed', 'withPatron');

/** The patron has the copy, or has brought it back. */
export const taken = statesIn('withPatron', 'handedIn', 'returned');

/** R9: as `taken`, or handed out without a scan, as far as anybody knows. */
export const lentAsFarAsKnown = statesIn('pickupUnconfirmed', 'withPatron', 'handedIn', 'returned');

/** The books have moved, and the scan that says so is awaited: of a hand-out (R9) or of a return (R10). */
export const scanAwaited = statesIn('pickupUnconfirmed', 'handedIn');

/** R10. The copy is handed in; its return may be processed by now. */
export const broughtBack = statesIn('handedIn', 'returned');

/** On loan as the patron is told: until the return is processed (R10). */
export const onLoan = statesIn('withPatron', 'handedIn');

/** The states in which nothing can be picked up any more: no call about it is needed. */
export const settlesCalls = statesIn('withPatron', 'returned', 'over', 'lost');

/** The states of a reservation that goes on, whatever had ended it before. */
export const underWay = statesIn(
  'inQueue',
  'beingPrepared',
  'packed',
  'onItsWay',
  'toPickUp',
  'pickupUnconfirmed',
  'withPatron',
  'handedIn',
);

/** The states in which nothing is left to be done; a lost copy may still be found. */
export const done = statesIn('returned', 'over');

/** The states of a reservation that is over, and that no return has ended. */
export const overUnreturned = statesIn('over', 'lost');

/** The patron waits for nothing of it any more. */
export const doneOrLost = statesIn('returned', 'over', 'lost');
