import type { CatalogActivities } from '@toshobin/contracts';
import type { CatalogDeps } from '../catalog-deps.ts';
import { closeReservation } from '../loans/close-reservation.ts';
import { expireHold } from '../loans/expire-hold.ts';
import { extendIfNobodyWaits } from '../loans/extend-if-nobody-waits.ts';
import { moveDueAfterLateMail } from '../loans/move-due.ts';
import { openLoan } from '../loans/open-loan.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { joinQueue } from '../queue/join-queue.ts';
import { leaveQueue } from '../queue/leave-queue.ts';
import { positionOfReservation } from '../queue/position-of.ts';

/** The catalog's commands for workflows, on its task queue. Refusals are values; what is thrown is tried again. */
export function catalogActivities(deps: CatalogDeps) {
  return {
    joinQueue: (command) => joinQueue(deps, command),
    leaveQueue: (command) => leaveQueue(deps, command),
    openLoan: (command) => openLoan(deps, command),
    moveDueAfterLateMail: (command) => moveDueAfterLateMail(deps, command),
    extendIfNobodyWaits: (command) => extendIfNobodyWaits(deps, command),
    expireHold: (command) => expireHold(deps, command),
    closeReservation: (command) => closeReservation(deps, command),
    positionOf: ({ reservationId }) => positionOfReservation(deps.db, reservationId),
    policyInForce: async () => (await policyInForce(deps.db)).policy,
  } satisfies Partial<CatalogActivities>;
}
