import type { Milestone } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';
import { noticeOfMilestone } from '../notices/notice-of-milestone.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeRow } from './change-row.ts';
import { lockApplication } from './lock-application.ts';
import { changeOfMilestone } from './row-change.ts';

/**
 * One milestone of a process is one transaction: the row of My Library, the slots of R3, and the notice if any.
 * Repeated, late or out of order it leaves one row and one mail. Of a reservation that is closed or erased nothing
 * is written any more.
 */
export async function recordMilestone(deps: PatronDeps, milestone: Milestone): Promise<void> {
  const { reservationId, at } = milestone;
  const recorded = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.closedAt !== null) return false;
    const change = changeOfMilestone(milestone);
    if (change) await changeRow(deps, tx, { application, change, at });
    const notice = noticeOfMilestone(milestone, {
      application,
      wokeAnother: milestone.milestone === 'closed' && (await someoneWoken(tx, application.patronId)),
    });
    if (notice) await queueNotice(deps, tx, { application, ...notice });
    return true;
  });
  if (!recorded) {
    deps.log.info({ reservationId, milestone: milestone.milestone }, 'a milestone came after the end');
    return;
  }
  deps.wake('outbox');
  deps.wake('notices');
}

/** Whether a return (this one, or its scan before) let another reservation of theirs go on. */
async function someoneWoken(tx: Transaction, patronId: string): Promise<boolean> {
  return (await tx.loanSlotWait.count({ where: { patronId, wokenAt: { not: null } } })) > 0;
}
