import type { Slots } from './slots-of.ts';

/** R3. The loan slot that a reservation has. */
export interface LoanSlot {
  kind: 'claim' | 'loan';
  /** The journey of the copy that it is for; 0: of none in particular. */
  journey: number;
}

/**
 * R3. What a reservation is to have by what it counts as and by the loan slot that it has: a slot for reservations, a
 * claim, a loan, or nothing. A claim stays (the desk's before the hand-over, the process's before the packing), unless
 * it was for another copy; a loan that was none is a claim where the copy is to be packed, and a reservation again
 * elsewhere.
 */
export function judgeSlots(
  slots: Slots,
  has: LoanSlot | null,
  now: { journey: number; handedInCounts: boolean },
): 'reservation' | 'claim' | 'loan' | 'nothing' {
  switch (slots) {
    case 'loan':
    case 'claim':
      return slots;
    case 'handedIn':
      // R10: by policy a copy handed in counts until it is home.
      return now.handedInCounts ? 'loan' : 'nothing';
    case 'free':
      return 'nothing';
    case 'reservation':
    case 'reservationOrClaim': {
      const isOfThisCopy = has?.journey === 0 || has?.journey === now.journey;
      return isOfThisCopy && (has?.kind === 'claim' || slots === 'reservationOrClaim')
        ? 'claim'
        : 'reservation';
    }
  }
}

/** R3. The lowest number from 1 that is not taken; undefined at the limit. Without one it goes past. */
export function freeSlot(
  taken: readonly number[],
  limit: number = Number.POSITIVE_INFINITY,
): number | undefined {
  const held = new Set(taken);
  let slot = 1;
  while (held.has(slot)) slot += 1;
  return slot > limit || taken.length >= limit ? undefined : slot;
}

/** R15. Who hears that a loan slot is free: the first who wait, as many as are free and nobody was told of. */
export function toWake<W extends { wokenAt: unknown }>(
  waits: readonly W[],
  { taken, limit }: { taken: number; limit: number },
): W[] {
  const asleep = waits.filter(({ wokenAt }) => wokenAt === null);
  const announced = waits.length - asleep.length;
  return asleep.slice(0, Math.max(0, limit - taken - announced));
}
