import { condition } from '@temporalio/workflow';
import {
  type Deadline,
  dueReminderTime,
  type Instant,
  isAfter,
  type LendingPolicy,
  overdueNoticeTimes,
} from '@toshobin/lending-rules';
import { now, until } from '../ports/clock.ts';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { day } from './words.ts';

interface LoanNotice {
  at: Instant;
  summary: string;
  tell(): Promise<void>;
}

/**
 * The loan, until the copy is handed in: a reminder before the due date, notices after it (R18), both again when
 * an extension moves the date. Ends as `longOverdue` after the last notice; a later return is an ordinary scan.
 */
export async function lent(reservation: Reservation): Promise<'handedIn' | 'longOverdue'> {
  const over = () => reservation.reached('handedIn') || reservation.reached('home');
  reservation.changeStatus('onLoan');
  const policy = await reservation.readPolicy();

  while (!over()) {
    const due = await dueOf(reservation, over);
    if (!due) break;
    reservation.tellOperators(`On loan, due on ${day(due.date)}`);
    const dateMoved = () => reservation.due?.at !== due.at;
    let moved = false;
    for (const notice of noticesOf(reservation, due, policy)) {
      moved = await until(() => over() || dateMoved(), notice.at, notice.summary);
      if (moved) break;
      await notice.tell();
    }
    if (!moved && !over() && !dateMoved()) {
      reservation.changeStatus('longOverdue');
      await catalog.closeReservation({ reservationId: reservation.id, outcome: 'longOverdue', at: now() });
      await reservation.tellPatron({ milestone: 'closed', outcome: 'longOverdue' });
      return 'longOverdue';
    }
  }
  if (!reservation.reached('home')) {
    reservation.tellOperators(`Handed in at ${reservation.returnLibrary ?? 'a library'}, on its way home`);
  }
  return 'handedIn';
}

/** The due date comes with the hand-out's fact; a copy whose loan nobody opened waits for it here. */
async function dueOf(reservation: Reservation, over: () => boolean): Promise<Deadline | undefined> {
  await condition(() => reservation.due !== undefined || over());
  return reservation.due;
}

/** What is still to be said of this due date, in order; the times that have passed are left out, save the last. */
function noticesOf(reservation: Reservation, due: Deadline, policy: LendingPolicy): LoanNotice[] {
  const reminder: LoanNotice = {
    at: dueReminderTime(due, policy),
    summary: 'reminder before the due date',
    tell: () =>
      reservation.tellPatron({ milestone: 'dueSoon', due, extensionPossible: !reservation.extended }),
  };
  const overdue = overdueNoticeTimes(due, policy).map((at, n, all) => ({
    at,
    summary: n === all.length - 1 ? 'last overdue notice' : `overdue notice ${n + 1}`,
    tell: () => reservation.tellPatron({ milestone: 'overdue', due, notice: n + 1 }),
  }));
  const ahead = [reminder, ...overdue].filter((notice) => isAfter(notice.at, now()));
  return ahead.length > 0 ? ahead : overdue.slice(-1);
}
