import { type AnsweringCatalog, answering, type CatalogActivities } from '@toshobin/contracts';
import { progressOf, thenBesides, withSignsOfLife } from '@toshobin/temporal';
import type { CatalogDeps } from '../catalog-deps.ts';
import { deletedHistory } from '../erasure/deleted-history.ts';
import { forgetMoments, vacuumForgotten } from '../erasure/forget-moments.ts';
import { answeredOnce } from '../ledger/answered-once.ts';
import { openReservations } from '../ledger/open-reservations.ts';
import { standingOf, whoHasNotHeard } from '../ledger/standings.ts';
import { tellRows } from '../ledger/tell-rows.ts';
import { wishAnswers } from '../ledger/wish-answers.ts';
import { closeReservation } from '../loans/close-reservation.ts';
import { declarePickedUp } from '../loans/declare-picked-up.ts';
import { expireHold } from '../loans/expire-hold.ts';
import { extendIfNobodyWaits } from '../loans/extend-if-nobody-waits.ts';
import { moveDueAfterLateMail } from '../loans/move-due.ts';
import { openLoan } from '../loans/open-loan.ts';
import { LookSchema, lookAtWhatWaits } from '../nightly/look-at-what-waits.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { changePickup } from '../queue/change-pickup.ts';
import { endRedirect } from '../queue/end-redirect.ts';
import { joinQueue } from '../queue/join-queue.ts';
import { leaveQueue } from '../queue/leave-queue.ts';
import { passOnUnlessAlone } from '../queue/pass-on-unless-alone.ts';
import { positionOfReservation } from '../queue/position-of.ts';
import { releaseUnknown } from '../queue/release-unknown.ts';
import { resume } from '../queue/resume.ts';
import { suspend } from '../queue/suspend.ts';
import { clearTasksOf, openTaskFor } from '../tasks/tasks-of-reservation.ts';

/** The commands that the catalog carries out for processes. Refusals are values; what is thrown is tried again. */
export function catalogCommands(deps: CatalogDeps): CatalogActivities {
  const asked = ({ reservationId: asks }: { reservationId: string }): CatalogDeps => ({ ...deps, asks });
  return {
    joinQueue: (command) => joinQueue(asked(command), command),
    leaveQueue: (command) => answeredOnce(deps, command, wishAnswers.leaveQueue, leaveQueue),
    suspend: (command) => answeredOnce(deps, command, wishAnswers.suspend, suspend),
    resume: (command) => answeredOnce(deps, command, wishAnswers.resume, resume),
    changePickup: (command) => answeredOnce(deps, command, wishAnswers.changePickup, changePickup),
    endRedirect: (command) => endRedirect(asked(command), command),
    openLoan: (command) => openLoan(asked(command), command),
    moveDueAfterLateMail: (command) => moveDueAfterLateMail(asked(command), command),
    extendIfNobodyWaits: (command) => answeredOnce(deps, command, wishAnswers.extend, extendIfNobodyWaits),
    declarePickedUp: (command) => answeredOnce(deps, command, wishAnswers.declarePickedUp, declarePickedUp),
    expireHold: (command) => expireHold(asked(command), command),
    passOnUnlessAlone: (command) => passOnUnlessAlone(asked(command), command),
    closeReservation: (command) => closeReservation(asked(command), command),
    positionOf: (query) => positionOfReservation(deps.db, query),
    whoIsBehind: ({ known }) => withSignsOfLife(() => whoHasNotHeard(deps.db, known)),
    deletedHistory: (query) => deletedHistory(deps.db, query),
    openReservations: (query) => openReservations(deps.db, query),
    tellRows: (command) => tellRows(deps, command),
    releaseUnknown: (command) => releaseUnknown(deps, command),
    policyInForce: () => policyInForce(deps.db),
    openTask: (command) => openTaskFor(deps, command),
    clearTasks: (command) => clearTasksOf(deps, command),
    forgetMoments: (command) =>
      withSignsOfLife(() =>
        thenBesides(
          () => forgetMoments(deps, command),
          () => vacuumForgotten(deps),
        ),
      ),
    lookAtWhatWaits: (command) => {
      const progress = progressOf((noted) => LookSchema.safeParse(noted).data);
      return lookAtWhatWaits(deps, command, progress);
    },
  };
}

/** The activities on the catalog's task queue: each answers a command, and how the reservation stands after it. */
export function catalogActivities(deps: CatalogDeps): AnsweringCatalog {
  return answering(catalogCommands(deps), (reservationId) => standingOf(deps.db, reservationId));
}
