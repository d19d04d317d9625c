import { isBehindPatron, type PatronActivities, whoIsBehind } from '@toshobin/contracts';
import { allow, type ReservationState } from '@toshobin/lending-rules';
import { thenBesides, withSignsOfLife } from '@toshobin/temporal';
import { advanceOrder } from '../applications/advance-order.ts';
import { eraseAgain, eraseClosed, vacuumEnded, vacuumErased } from '../erasure/erase-closed.ts';
import { endExpiredRegistrations } from '../erasure/expired-cards.ts';
import { deleteHistoryAgain } from '../history/delete-history-again.ts';
import { claimLoanSlot } from '../loan-claims/claim-loan-slot.ts';
import { releaseUnneededClaim } from '../loan-claims/release-loan-claim.ts';
import { positionOf } from '../milestones/position-of.ts';
import { recordMilestone } from '../milestones/record-milestone.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { loanLimitKeptUntil } from '../slots/loan-limit-kept-until.ts';
import { followPresent } from '../standings/with-standing.ts';
import { requestsOf } from '../sweep/requests-of.ts';
import { cardActivities } from './card-activities.ts';

const PAGE = 200;

/** The commands that processes give to this service, on its task queue. None throws for a refusal. */
export function patronActivities(deps: PatronDeps): PatronActivities {
  return {
    recordMilestone: async (milestone) => {
      await recordMilestone(deps, milestone);
      if (milestone.milestone !== 'readyAtPrefectural') return undefined;
      return (await positionOf(deps, milestone)).toldReadyAt;
    },
    claimLoanSlot: async (command) => {
      const claim = await claimLoanSlot(deps, { ...command, waitForOne: true });
      return claim.ok ? allow({ slot: claim.value.slot }) : claim;
    },
    releaseLoanSlot: (command) => releaseUnneededClaim(deps, command),
    loanLimitKeptUntil: (query) => loanLimitKeptUntil(deps, query),
    eraseClosed: (command) =>
      withSignsOfLife(() =>
        thenBesides(
          () => eraseClosed(deps, command),
          () => vacuumErased(deps),
        ),
      ),
    endExpiredRegistrations: (command) =>
      withSignsOfLife(() =>
        thenBesides(
          () => endExpiredRegistrations(deps, command),
          () => vacuumEnded(deps),
        ),
      ),
    openReservations: async ({ after }) => {
      const rows = await deps.db.application.findMany({
        where: {
          outcome: null,
          // An open outcome implies this; it is said for the index of rows that are not closed.
          closedAt: null,
          // A counter loan in this state was not lent yet.
          NOT: { channel: 'counter', state: 'requested' satisfies ReservationState },
          ...(after === null ? {} : { reservationId: { gt: after } }),
        },
        select: { reservationId: true },
        orderBy: { reservationId: 'asc' },
        take: PAGE,
      });
      return rows.map(({ reservationId }) => reservationId);
    },
    requestsOf: async (query) => {
      // A closed row may go on again, which Kafka has not told yet.
      await followPresent(deps, query.reservationIds);
      return requestsOf(deps.db, query);
    },
    rowsOf: async ({ reservationIds }) => {
      const rows = await deps.db.application.findMany({
        where: { reservationId: { in: [...reservationIds] } },
        select: { reservationId: true, epoch: true, n: true, outcome: true },
      });
      return rows.map(({ outcome, ...known }) => ({ ...known, open: outcome === null }));
    },
    eraseAgain: (command) =>
      withSignsOfLife(async () => {
        // A patron's history is made of how the row says that the loan ended.
        await followPresent(deps, command.reservationIds);
        return eraseAgain(deps, command);
      }),
    deleteHistoryAgain: (command) => deleteHistoryAgain(deps, command),
    positionOf: (query) => positionOf(deps, query),
    advanceReadingOrder: (command) => advanceOrder(deps, command),
    whoIsBehind: (asked) =>
      withSignsOfLife(() =>
        whoIsBehind(asked, async (known) => isBehindPatron(known, await positionOf(deps, known))),
      ),
    ...cardActivities(deps),
  };
}
