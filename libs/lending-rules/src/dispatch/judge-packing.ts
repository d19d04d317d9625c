import type { LedgerState } from '../ledger/ledger-state.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** R3. Whether a reservation that stands so has given its loan slot back: it is over, or picked up at the counter. */
export function givesSlotBack({ ended }: LedgerState, atPrefectural: boolean): boolean {
  return ended !== null || atPrefectural;
}

/**
 * R3, R11. What a claimed loan slot does to the packing list: the copy of that journey is listed, was listed by it
 * before, or the claim says nothing (it is of a journey before, or from before the slot was given back).
 */
export function judgeSlotClaim(
  row: { slotJourney: number | null },
  claim: { journey: number; isGivenBack: boolean },
): 'lists' | 'hasListed' | 'saysNothing' {
  const before = row.slotJourney ?? 0;
  if (claim.journey === before) return 'hasListed';
  return claim.isGivenBack || claim.journey < before ? 'saysNothing' : 'lists';
}

/**
 * R20. May a copy go to that library? Refuses CHANGE_PICKUP_TOO_LATE once it is in a parcel to another one, or is to be
 * picked up at the prefectural library and is in any.
 *
 * @param packedFor undefined while it is in no parcel
 */
export function judgeRedirect(
  packedFor: string | undefined,
  to: { pickupLibrary: string; atPrefectural: boolean },
): Decision<void> {
  const isGoingThere = !to.atPrefectural && packedFor === to.pickupLibrary;
  return packedFor === undefined || isGoingThere ? allow(undefined) : refuse('CHANGE_PICKUP_TOO_LATE');
}
