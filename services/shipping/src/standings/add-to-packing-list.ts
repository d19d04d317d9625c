import { compareVersions } from '@toshobin/contracts';
import { copyToPack, fromDateColumn, judgeSlotClaim } from '@toshobin/lending-rules';
import type { Carries } from '../shipping-deps.ts';
import { keepingStanding, planFor } from './keep-standing.ts';

/**
 * R3, R11. A loan slot is claimed for the copy of this standing: while the newest standing says that the copy is to be
 * packed, it waits for a parcel to its pickup library. Answers the day on which it is planned to leave, and to arrive,
 * as if it were packed now. Repeated for the same copy it answers what it answered first; a claim from before the copy
 * was to be picked up at the prefectural library says nothing.
 */
export const addToPackingList: Carries<'addToPackingList'> = async (deps, { standing, at }) => {
  const { reservationId, item, state } = standing;
  const copy = copyToPack(state);
  if (copy === null || item === null)
    throw new Error(`Reservation ${reservationId} has no copy to be packed`);
  return keepingStanding(deps, standing, async (tx, keep) => {
    const { plannedDispatchDay, expectedDate, slotJourney, slotlessEpoch, slotlessN } = await keep();
    const isGivenBack = compareVersions(standing, { epoch: slotlessEpoch, n: slotlessN }) <= 0;
    const judged = judgeSlotClaim({ slotJourney }, { journey: copy.journey, isGivenBack });
    if (judged === 'hasListed' && plannedDispatchDay !== null && expectedDate !== null)
      return asPlan({ plannedDispatchDay, expectedDate });
    const plan = await planFor(tx, item, state.pickupLibrary, at);
    if (judged === 'lists')
      await tx.packingRow.update({
        where: { reservationId },
        data: { slotJourney: copy.journey, listedAt: new Date(at), ...plan },
      });
    return asPlan(plan);
  });
};

function asPlan({ plannedDispatchDay, expectedDate }: { plannedDispatchDay: Date; expectedDate: Date }) {
  return {
    plannedDispatchDay: fromDateColumn(plannedDispatchDay),
    expectedDate: fromDateColumn(expectedDate),
  };
}
