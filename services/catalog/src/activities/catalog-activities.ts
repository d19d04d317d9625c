import { type CatalogActivities, isBehindCatalog, whoIsBehind } from '@toshobin/contracts';
import { progressOf, withSignsOfLife } from '@toshobin/temporal';
import type { CatalogDeps } from '../catalog-deps.ts';
import { closeReservation } from '../loans/close-reservation.ts';
import { declarePickedUp } from '../loans/declare-picked-up.ts';
import { expireHold } from '../loans/expire-hold.ts';
import { extendIfNobodyWaits } from '../loans/extend-if-nobody-waits.ts';
import { moveDueAfterLateMail } from '../loans/move-due.ts';
import { moveDueBack } from '../loans/move-due-back.ts';
import { moveDueForClosure } from '../loans/move-due-for-closure.ts';
import { openLoan } from '../loans/open-loan.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { changePickup } from '../queue/change-pickup.ts';
import { joinQueue } from '../queue/join-queue.ts';
import { leaveQueue } from '../queue/leave-queue.ts';
import { LookSchema, lookAtWhatWaits } from '../queue/look-at-what-waits.ts';
import { passOnUnlessAlone } from '../queue/pass-on-unless-alone.ts';
import { positionOfReservation } from '../queue/position-of.ts';
import { resume } from '../queue/resume.ts';
import { suspend } from '../queue/suspend.ts';
import { clearTasksOf, openTaskFor } from '../tasks/tasks-of-reservation.ts';

/** The catalog's commands for workflows, on its task queue. Refusals are values; what is thrown is tried again. */
export function catalogActivities(deps: CatalogDeps): CatalogActivities {
  return {
    joinQueue: (command) => joinQueue(deps, command),
    leaveQueue: (command) => leaveQueue(deps, command),
    suspend: (command) => suspend(deps, command),
    resume: (command) => resume(deps, command),
    changePickup: (command) => changePickup(deps, command),
    openLoan: (command) => openLoan(deps, command),
    moveDueAfterLateMail: (command) => moveDueAfterLateMail(deps, command),
    moveDueForClosure: (command) => moveDueForClosure(deps, command),
    moveDueBack: (command) => moveDueBack(deps, command),
    extendIfNobodyWaits: (command) => extendIfNobodyWaits(deps, command),
    declarePickedUp: (command) => declarePickedUp(deps, command),
    expireHold: (command) => expireHold(deps, command),
    passOnUnlessAlone: (command) => passOnUnlessAlone(deps, command),
    closeReservation: (command) => closeReservation(deps, command),
    positionOf: ({ reservationId }) => positionOfReservation(deps.db, reservationId),
    whoIsBehind: (asked) =>
      withSignsOfLife(() =>
        whoIsBehind(asked, async (known) =>
          isBehindCatalog(known, await positionOfReservation(deps.db, known.reservationId)),
        ),
      ),
    policyInForce: async () => (await policyInForce(deps.db)).policy,
    openTask: (command) => openTaskFor(deps, command),
    clearTasks: (command) => clearTasksOf(deps, command),
    lookAtWhatWaits: (command) => {
      const progress = progressOf((noted) => LookSchema.safeParse(noted).data);
      return lookAtWhatWaits(deps, command, progress);
    },
  };
}
