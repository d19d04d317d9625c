import type { EventData } from '@toshobin/contracts';
import { isAfter } from '@toshobin/lending-rules';
import { deadlineOrNull } from '../dates.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeSlots } from '../slots/change-slots.ts';
import { heardJourney } from './heard-facts-of.ts';
import { lockApplication } from './lock-application.ts';
import { RANK } from './row-order.ts';

/**
 * A return that had ended the process was taken back: the row is open again where the copy was before, its loan slot
 * is taken again (past the limit, if need be), and a mail that says that it was returned does not go out any more. If
 * the title was reserved again meanwhile, that one keeps the patron's place for it. An erased row stays erased.
 */
export async function hearLoanReopened(
  deps: PatronDeps,
  reopened: EventData<'catalog.loan.reopened'>,
): Promise<void> {
  const { reservationId, allocation, at } = reopened;
  await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.closedAt === null) return;
    if (allocation < application.allocation) return;
    const { position } = await heardJourney(tx, reservationId, allocation);
    // Closed after this, by a return that stands; one that had not heard of it yet was wrong to close.
    if (application.closedAt > new Date(at) && position.homeAt !== undefined) return;
    const due = deadlineOrNull(application.dueDate, application.dueAt);
    const late = due !== null && isAfter(at, due.at);
    const place =
      position.handedInAt !== undefined
        ? { state: 'returning', rank: RANK.returning }
        : late
          ? { state: 'overdue', rank: RANK.overdue }
          : { state: 'handedOut', rank: RANK.handedOut };
    const { patronId, recordId } = application;
    const again = await tx.application.count({ where: { patronId, recordId, endedAt: null } });
    await tx.application.update({
      where: { reservationId },
      data: {
        ...place,
        allocation,
        closedAt: null,
        outcome: null,
        homeAllocation: 0,
        reopened: true,
        ...(again === 0 ? { endedAt: null } : {}),
      },
    });
    await tx.notice.updateMany({
      where: { reservationId, kind: 'returned', status: 'pending' },
      data: { status: 'overtaken' },
    });
    await changeSlots(deps, tx, { reservationId, patronId, slots: 'loan', at });
  });
}
