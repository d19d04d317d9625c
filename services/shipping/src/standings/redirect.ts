import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, judgeRedirect } from '@toshobin/lending-rules';
import { lockPackingRow } from '../packing/lock-packing-row.ts';
import type { Carries } from '../shipping-deps.ts';
import { keepingStanding } from './keep-standing.ts';

/**
 * R20. Another pickup library, as this standing has it, for a copy that is not packed: the lock of the copy's row
 * judges between this and packing. Refuses CHANGE_PICKUP_TOO_LATE once it is in a parcel to another library. Repeated
 * it answers the same.
 */
export const redirect: Carries<'redirect'> = async (deps, { standing }) => {
  const { reservationId, state } = standing;
  const { pickupLibrary } = state;
  return keepingStanding(deps, standing, async (tx, keep) => {
    const known = await tx.packingRow.count({ where: { reservationId } });
    if (known > 0) await lockPackingRow(tx, reservationId);
    const packed = await tx.parcelLine.findFirst({
      where: {
        reservationId,
        allocation: state.copy?.allocation ?? 0,
        state: { not: 'takenOut' },
        parcel: { direction: 'outward' },
      },
      include: { parcel: true },
    });
    const to = { pickupLibrary, atPrefectural: pickupLibrary === PREFECTURAL_LIBRARY };
    const judged = judgeRedirect(packed?.parcel.libraryCode, to);
    if (!judged.ok) return judged;
    await keep();
    return allow({ redirected: true });
  });
};
