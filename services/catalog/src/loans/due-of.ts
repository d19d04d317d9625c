import { calendarDate, type Deadline, instantFromDate } from '@toshobin/lending-rules';
import type { Loan } from '../generated/prisma/client.ts';

/** The due date a loan has: the day people are told, and its last moment. */
export function dueOf(loan: Pick<Loan, 'dueDate' | 'dueAt'>): Deadline {
  return { date: calendarDate(loan.dueDate.toISOString().slice(0, 10)), at: instantFromDate(loan.dueAt) };
}

/** A due date as the loan's row keeps it. */
export function dueColumns(due: Deadline): Pick<Loan, 'dueDate' | 'dueAt'> {
  return { dueDate: new Date(`${due.date}T00:00:00.000Z`), dueAt: new Date(due.at) };
}
