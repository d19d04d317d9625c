import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type Deadline,
  dueReminderTime,
  type Instant,
  isAfter,
  type LendingPolicy,
  overdueNoticeTimes,
} from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';
import { day } from './words.ts';

interface LoanNotice {
  at: Instant;
  summary: string;
  accuses: boolean;
  tell(): Promise<void>;
}

/**
 * The loan, until the copy is handed in: a reminder before the due date, notices after it (R18), both again when
 * an extension or a closure moves the date. Ends as `longOverdue` after the last notice, with a task for the desk; a
 * later return is an ordinary scan.
 */
export async function lent(reservation: Reservation, here: AtStage): Promise<void> {
  reservation.changeStatus('onLoan');
  const policy = await reservation.readPolicy();
  while (!here.isOver()) {
    // The due date comes with the hand-out's fact; a copy whose loan nobody opened waits for it here.
    await here.waitFor(() => reservation.due !== undefined);
    const { due } = reservation;
    if (!due || here.isOver()) break;
    reservation.tellOperators(`On loan, due on ${day(due.date)}`);
    const dateMoved = () => reservation.due?.at !== due.at;
    if (!(await saidAll(here, noticesOf(reservation, due, policy), dateMoved))) continue;
    if (await endedAsLongOverdue(reservation)) return;
    if (!(await here.caughtUp())) await here.waitFor(dateMoved);
  }
}

/** Says what is to be said of a due date, each at its time; false when the loan is over or its date moved. */
async function saidAll(here: AtStage, notices: LoanNotice[], dateMoved: () => boolean): Promise<boolean> {
  for (const notice of notices) {
    const { at, summary } = notice;
    const other = notice.accuses
      ? await here.waitUntil(at, summary, dateMoved)
      : await here.waitToRemind(at, summary, dateMoved);
    if (other) return false;
    await notice.tell();
  }
  return !here.isOver() && !dateMoved();
}

/** R18, unless the catalog knows better: a return may have been scanned while the last notice was written. */
async function endedAsLongOverdue(reservation: Reservation): Promise<boolean> {
  const end = { reservationId: reservation.id, outcome: 'longOverdue', at: now() } as const;
  if (!(await reservation.obey(catalog.closeReservation(end))).closed) return false;
  reservation.changeStatus('longOverdue');
  await reservation.askStaff(
    'longOverdue',
    PREFECTURAL_LIBRARY,
    'Long overdue: the desk is to call the patron',
  );
  return true;
}

/** What is still to be said of this due date, in order; the times that have passed are left out, save the last. */
function noticesOf(reservation: Reservation, due: Deadline, policy: LendingPolicy): LoanNotice[] {
  const reminder: LoanNotice = {
    at: dueReminderTime(due, policy),
    summary: 'reminder before the due date',
    accuses: false,
    tell: () =>
      reservation.tellPatron({
        milestone: 'dueSoon',
        due,
        extensionPossible: reservation.copy?.extended !== true,
      }),
  };
  const overdue = overdueNoticeTimes(due, policy).map((at, n, all) => ({
    at,
    summary: n === all.length - 1 ? 'last overdue notice' : `overdue notice ${n + 1}`,
    accuses: true,
    tell: () => reservation.tellPatron({ milestone: 'overdue', due, notice: n + 1 }),
  }));
  const ahead = [reminder, ...overdue].filter((notice) => isAfter(notice.at, now()));
  return ahead.length > 0 ? ahead : overdue.slice(-1);
}
