import type { Milestone } from '@toshobin/contracts';
import { dateColumn, isOfCopy, stateAfter } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { readLibraries } from '../libraries/find-library.ts';
import { hasOtherOverdue } from '../my-library/other-overdue.ts';
import { noticeOfMilestone } from '../notices/notice-of-milestone.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import { isStillTrue } from '../notices/still-true.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { changeSlots } from '../slots/change-slots.ts';
import { takeStanding } from '../standings/take-standing.ts';
import { type Present, withStanding } from '../standings/with-standing.ts';
import { nothingToStart } from '../tasks/about-reservation.ts';
import { endWasTold } from './position-of.ts';

/**
 * One milestone of a process is one transaction: the row follows how the reservation stands in the catalog at this
 * moment, and the notice is queued if what it says is so. Repeated, late or out of order it leaves one row and one
 * mail. For a closed reservation only the mail of its end is still queued, if it was not; for an erased one nothing.
 * Throws when the catalog is away.
 */
export async function recordMilestone(deps: PatronDeps, milestone: Milestone): Promise<void> {
  const { reservationId } = milestone;
  const record = (tx: Transaction, present: Present) => write(deps, tx, present, milestone);
  const recorded = await withStanding(deps, reservationId, record);
  if (!recorded) {
    deps.log.info({ reservationId, milestone: milestone.milestone }, 'a milestone came after the end');
  }
}

async function write(
  deps: PatronDeps,
  tx: Transaction,
  present: Present,
  milestone: Milestone,
): Promise<boolean> {
  const { reservationId } = milestone;
  if (present.application.outcome !== null) {
    const isLeft = tellsTheEnd(milestone) && !(await endWasTold(tx, reservationId));
    if (isLeft) await tell(deps, tx, present, milestone);
    return isLeft;
  }
  if (!present.application.answered) {
    await tx.application.update({ where: { reservationId }, data: { answered: true } });
    await nothingToStart(tx, milestone);
  }
  const application = await withOurWord(deps, tx, present, milestone);
  await tell(deps, tx, { ...present, application }, milestone);
  return true;
}

/** Milestones of an end: the process may have closed the reservation before the wish that ended it tells so. */
function tellsTheEnd({ milestone: name }: Milestone): boolean {
  return name === 'cancelled' || name === 'expired';
}

async function tell(
  deps: PatronDeps,
  tx: Transaction,
  { application, standing }: Present,
  milestone: Milestone,
): Promise<void> {
  const { reservationId } = milestone;
  const notice = noticeOfMilestone(milestone, {
    application,
    state: standing?.state,
    wokeAnother: milestone.milestone === 'closed' && (await someoneWoken(tx, application.patronId)),
    holderHasOtherOverdue: milestone.milestone === 'dueSoon' && (await hasOtherOverdue(tx, milestone)),
    wasToldTheEnd: milestone.milestone === 'closed' && (await endWasTold(tx, reservationId)),
  });
  if (notice === undefined) return;
  const known = { now: deps.now(), library: await readLibraries(tx) };
  if (isStillTrue(notice, application, known)) await queueNotice(deps, tx, { application, ...notice });
}

/** The row with what only its process tells: its end, and until when its copy is kept for a loan slot (R15). */
async function withOurWord(
  deps: PatronDeps,
  tx: Transaction,
  { application, standing }: Present,
  milestone: Milestone,
): Promise<Application> {
  const { reservationId } = application;
  const said = await ourWord(tx, application, milestone);
  if (said === undefined) return application;
  if (standing === undefined) return closeUnknown(deps, tx, application, milestone);
  const changed = await tx.application.update({ where: { reservationId }, data: said });
  return takeStanding(deps, tx, { application: changed, standing, at: deps.now() });
}

/** What a milestone tells that the catalog does not say; undefined: nothing. */
async function ourWord(
  tx: Transaction,
  application: Application,
  milestone: Milestone,
): Promise<Prisma.ApplicationUpdateInput | undefined> {
  const { milestone: name, allocation } = milestone;
  if (name === 'closed') return { outcome: milestone.outcome };
  if (!isOfCopy(application, allocation)) return undefined;
  const { reservationId } = application;
  // When this is told late, the reservation has its slot already.
  if (name !== 'heldForLoanLimit') return undefined;
  if ((await tx.loanSlot.count({ where: { reservationId } })) > 0) return undefined;
  return { keptUntil: dateColumn(milestone.keptUntil) };
}

/** Closes a row that the catalog does not know: it lost the reservation with a backup. */
async function closeUnknown(
  deps: PatronDeps,
  tx: Transaction,
  application: Application,
  milestone: Milestone,
): Promise<Application> {
  if (milestone.milestone !== 'closed') return application;
  const { reservationId, patronId, journey, endedAt } = application;
  const { at, outcome } = milestone;
  const closed = await tx.application.update({
    where: { reservationId },
    data: { state: stateAfter[outcome], outcome, closedAt: at, endedAt: endedAt ?? at },
  });
  await changeSlots(deps, tx, { reservationId, patronId, journey, at, slots: 'free', mayWait: false });
  return closed;
}

/** Whether a return (this one, or an earlier scan of it) let another reservation of the patron go on. */
async function someoneWoken(tx: Transaction, patronId: string): Promise<boolean> {
  return (await tx.loanSlotWait.count({ where: { patronId, wokenAt: { not: null } } })) > 0;
}
