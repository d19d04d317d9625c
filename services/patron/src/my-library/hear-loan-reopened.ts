import type { EventData } from '@toshobin/contracts';
import { isAfter } from '@toshobin/lending-rules';
import { deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeSlots } from '../slots/change-slots.ts';
import { openAgain } from './change-row.ts';
import { loanAfter, placeAfter } from './go-back.ts';
import { type HeardJourney, heardJourney } from './heard-facts-of.ts';
import { lockApplication } from './lock-application.ts';
import type { RowChange } from './row-change.ts';
import { RANK } from './row-order.ts';

type Reopened = EventData<'catalog.loan.reopened'>;

/**
 * A return that had ended the process was taken back, or a copy was handed out after its hold had ended: the row is
 * open again where the copy was before (ready, if it was never lent), its slot is taken again (past the limit, if need
 * be), and a mail that says that it was returned does not go out any more. Deleted from the history it no longer is:
 * the loan is not over. If the title was reserved again meanwhile, that one keeps the patron's place for it. An erased
 * row stays erased.
 */
export async function hearLoanReopened(deps: PatronDeps, reopened: Reopened): Promise<void> {
  const { reservationId, allocation, at } = reopened;
  const woken = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.outcome === null) return 0;
    if (allocation < application.allocation) return 0;
    const { position } = await heardJourney(tx, reservationId, allocation);
    // Closed after this, by a return that stands; one that had not heard of it yet was wrong to close.
    if (
      application.closedAt !== null &&
      application.closedAt > new Date(at) &&
      position.homeAt !== undefined
    ) {
      return 0;
    }
    const { homeAt: _, ...notHome } = position;
    const parts = { application: { ...application, allocation }, journey: { position: notHome } };
    const target = placeOf(parts, reopened);
    const { patronId } = application;
    await tx.application.update({
      where: { reservationId },
      data: {
        rank: target.rank,
        state: target.state,
        ...loanAfter({ ...parts, target }),
        allocation,
        closedAt: null,
        outcome: null,
        homeAllocation: 0,
        reopened: true,
        historyForgotten: false,
        ...(await openAgain(tx, application)),
      },
    });
    await tx.notice.updateMany({
      where: { reservationId, kind: 'returned', status: 'pending' },
      data: { status: 'overtaken' },
    });
    return changeSlots(deps, tx, { reservationId, patronId, slots: target.slots, at });
  });
  if (woken > 0) deps.wake('outbox');
}

function placeOf(
  parts: { application: Application; journey: Pick<HeardJourney, 'position'> },
  { at }: Reopened,
): Omit<RowChange, 'allocation'> {
  const { application } = parts;
  const before =
    application.outcome === 'returned' ? placeAfter({ ...parts, takenBack: 'home', at }) : undefined;
  if (before !== undefined) return before;
  // Handed out after its hold had ended, whether the scan was heard of or not.
  const due = deadlineOrNull(application.dueDate, application.dueAt);
  return due !== null && isAfter(at, due.at)
    ? { rank: RANK.overdue, state: 'overdue', slots: 'loan' }
    : { rank: RANK.handedOut, state: 'handedOut', slots: 'loan' };
}
