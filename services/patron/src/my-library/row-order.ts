/**
 * How far along a row of My Library is within one allocation. Milestones come from the process and facts from
 * Kafka, in any order and repeatedly; a row gives way only to a higher pair (allocation, rank).
 */
export const RANK = {
  requested: 0,
  queued: 10,
  allocated: 20,
  picked: 30,
  heldForLoanLimit: 40,
  /** A loan slot was found after all. */
  slotClaimed: 45,
  packed: 50,
  shipped: 60,
  arrivalOverdue: 70,
  ready: 80,
  /** Not on the shelf: back in the queue, which ends this allocation for everything but a hand-out. */
  requeued: 90,
  /** Cancelled or expired; a hand-out that is heard of later still makes it a loan. */
  ended: 100,
  handOutUnconfirmed: 110,
  handedOut: 120,
  overdue: 130,
  /** Lost by whoever has it on loan: theirs until it turns up. */
  lostOnLoan: 135,
  returning: 140,
  returned: 150,
  /** Lost after it was handed in, or on its way home: nobody's loan any more. */
  lost: 160,
  /** The process is over, whatever it ended with. */
  closed: 200,
} as const;

export interface Place {
  allocation: number;
  rank: number;
}

/** Negative: `a` is behind `b`; positive: ahead; 0: the same place. */
export function comparePlaces(a: Place, b: Place): number {
  return a.allocation - b.allocation || a.rank - b.rank;
}
