import type { PatronActivities } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { eraseClosed } from '../erasure/erase-closed.ts';
import { recordMilestone } from '../my-library/record-milestone.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { claimLoanSlot } from '../slots/claim-loan-slot.ts';

const PAGE = 200;

/** The commands that processes give to this service, on its task queue. None throws for a refusal. */
export function patronActivities(deps: PatronDeps): PatronActivities {
  return {
    recordMilestone: (milestone) => recordMilestone(deps, milestone),
    claimLoanSlot: async (command) => {
      const claim = await claimLoanSlot(deps, { ...command, waitForOne: true });
      return claim.ok ? allow({ slot: claim.value.slot }) : claim;
    },
    eraseClosed: (command) => eraseClosed(deps, command),
    openReservations: async ({ after }) => {
      const rows = await deps.db.application.findMany({
        where: { closedAt: null, ...(after === null ? {} : { reservationId: { gt: after } }) },
        select: { reservationId: true },
        orderBy: { reservationId: 'asc' },
        take: PAGE,
      });
      return rows.map(({ reservationId }) => reservationId);
    },
  };
}
