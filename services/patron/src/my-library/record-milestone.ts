import type { Milestone } from '@toshobin/contracts';
import { isAfter } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import { noticeOfMilestone } from '../notices/notice-of-milestone.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { nobodyToCall } from '../tasks/call-patron.ts';
import { nothingToStart } from '../tasks/start-reservation.ts';
import { changePickup } from './change-pickup.ts';
import { changeRow } from './change-row.ts';
import { heardJourney } from './heard-facts-of.ts';
import { lockApplication } from './lock-application.ts';
import { hasOtherOverdue } from './other-overdue.ts';
import { changeOfMilestone } from './row-change.ts';
import { RANK } from './row-order.ts';
import { endedWhileLent } from './still-lent.ts';
import { writeMovedDates } from './write-moved-dates.ts';

/**
 * One milestone of a process is one transaction: the row of My Library, the slots of R3, and the notice if any.
 * Repeated, late or out of order it leaves one row and one mail. Of a reservation that is closed or erased nothing
 * is written any more.
 */
export async function recordMilestone(deps: PatronDeps, milestone: Milestone): Promise<void> {
  const { reservationId } = milestone;
  const recorded = await deps.db.$transaction(async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.outcome !== null) return false;
    if (!application.answered) {
      await tx.application.update({ where: { reservationId }, data: { answered: true } });
      await nothingToStart(tx, milestone);
    }
    if (await saysWhatWasTakenBack(tx, application, milestone)) return true;
    await changeWhatItSays(deps, tx, application, milestone);
    const notice = noticeOfMilestone(milestone, {
      application,
      wokeAnother: milestone.milestone === 'closed' && (await someoneWoken(tx, application.patronId)),
      holderHasOtherOverdue: milestone.milestone === 'dueSoon' && (await hasOtherOverdue(tx, milestone)),
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

async function changeWhatItSays(
  deps: PatronDeps,
  tx: Transaction,
  application: Application,
  milestone: Milestone,
): Promise<void> {
  const { reservationId, at } = milestone;
  switch (milestone.milestone) {
    case 'pickupChanged':
      return changePickup(deps, tx, application, milestone);
    case 'datesMoved':
      return writeMovedDates(tx, application, milestone, 'onlyLater');
    case 'datesMovedBack':
      return writeMovedDates(tx, application, milestone, 'asBefore');
    default: {
      if (milestone.milestone === 'closed') {
        const { outcome, allocation } = milestone;
        const known = { ...application, allocation: Math.max(application.allocation, allocation) };
        if (await endedWhileLent(deps, tx, { application: known, outcome, at })) return;
      }
      const change = changeOfMilestone(milestone, application);
      if (change === undefined) return;
      const { gaveWay } = await changeRow(deps, tx, { application, change, at });
      if (gaveWay && KNOWN_TO_THE_PATRON.includes(milestone.milestone)) {
        await nobodyToCall(tx, { reservationId, at });
      }
    }
  }
}

/** After these a call about what was before would be about nothing. */
const KNOWN_TO_THE_PATRON: readonly Milestone['milestone'][] = ['handedOut', 'expired', 'cancelled'];

/** A milestone that follows from a scan that puts a copy there, a hand-out or a return, on its way here while that was taken back. */
async function saysWhatWasTakenBack(
  tx: Transaction,
  application: Application,
  { milestone, allocation, reservationId, ...said }: Milestone,
): Promise<boolean> {
  if (milestone === 'closed' && 'outcome' in said && said.outcome === 'returned') {
    return (await heardJourney(tx, reservationId, allocation)).isReturnTakenBack(said.homeScan);
  }
  if (milestone === 'readyAtMunicipal' || milestone === 'readyAtPrefectural') {
    // Said before it was taken back; a later one follows from a new scan that we may not have heard of.
    const journey = await heardJourney(tx, reservationId, allocation);
    const takenBackAt = journey.takenBackAt(milestone === 'readyAtMunicipal' ? 'arrived' : 'picked');
    return takenBackAt !== undefined && isAfter(takenBackAt, said.at);
  }
  const followsFromHandOut = milestone === 'handedOut' || milestone === 'overdue' || milestone === 'extended';
  if (!followsFromHandOut || application.rank >= RANK.handOutUnconfirmed) return false;
  return (await heardJourney(tx, reservationId, allocation)).handOutTakenBack;
}

/** Whether a return (this one, or its scan before) let another reservation of theirs go on. */
async function someoneWoken(tx: Transaction, patronId: string): Promise<boolean> {
  return (await tx.loanSlotWait.count({ where: { patronId, wokenAt: { not: null } } })) > 0;
}
