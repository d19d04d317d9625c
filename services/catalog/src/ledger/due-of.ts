import { type Deadline, dateColumn, fromDateColumn, instantFromDate } from '@toshobin/lending-rules';
import type { Loan } from '../generated/prisma/client.ts';

/** The due date of a loan: the day people are told, and its last moment. */
export function dueOf(loan: Pick<Loan, 'dueDate' | 'dueAt'>): Deadline {
  return { date: fromDateColumn(loan.dueDate), at: instantFromDate(loan.dueAt) };
}

/** A due date as the loan's row keeps it. */
export function dueColumns(due: Deadline): Pick<Loan, 'dueDate' | 'dueAt'> {
  return { dueDate: dateColumn(due.date), dueAt: new Date(due.at) };
}
