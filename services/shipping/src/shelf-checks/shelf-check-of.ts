import { graceAfterExpiry, instantFromDate } from '@toshobin/lending-rules';
import { libraryNamed, readPlanning } from '../planning/read-planning.ts';
import type { Carries } from '../shipping-deps.ts';

/**
 * R9. The branch's answer about this copy of the reservation, if there is one; for a copy that is gone, its grace's
 * end.
 */
export const shelfCheckOf: Carries<'shelfCheckOf'> = async (deps, { reservationId, allocation }) => {
  const check = await deps.db.shelfCheck.findUnique({
    where: { reservationId_allocation: { reservationId, allocation } },
  });
  if (!check?.answer) return {};
  const { answer, answeredAt, library } = check;
  if (answer === 'here' || !answeredAt) return { answer };
  const at = instantFromDate(answeredAt);
  const planning = await readPlanning(deps.db, at, library);
  return {
    answer,
    graceUntil: graceAfterExpiry(at, libraryNamed(planning, library).calendar, planning.policy),
  };
};
