import { type CalendarDate, calendarDate, type Deadline, instantFromDate } from '@toshobin/lending-rules';
import type { Loan } from '../generated/prisma/client.ts';

/** The due date a loan has: the day people are told, and its last moment. */
export function dueOf(loan: Pick<Loan, 'dueDate' | 'dueAt'>): Deadline {
  return { date: dayIn(loan.dueDate), at: instantFromDate(loan.dueAt) };
}

/** The day that a column keeps. */
export function dayIn(column: Date): CalendarDate {
  return calendarDate(column.toISOString().slice(0, 10));
}

/** A day as a column keeps it. */
export function dateColumn(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** A due date as the loan's row keeps it. */
export function dueColumns(due: Deadline): Pick<Loan, 'dueDate' | 'dueAt'> {
  return { dueDate: dateColumn(due.date), dueAt: new Date(due.at) };
}
