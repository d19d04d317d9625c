import { type CalendarDate, calendarDate, type Deadline, instantFromDate } from '@toshobin/lending-rules';

/** How a calendar date is kept in a `date` column: midnight UTC, which is what Prisma takes. */
export function dateColumn(date: CalendarDate): Date {
  return new Date(`${date}T00:00:00.000Z`);
}

/** The calendar date of a `date` column. */
export function fromDateColumn(value: Date): CalendarDate {
  return calendarDate(value.toISOString().slice(0, 10));
}

export function dateOrNull(value: Date | null): CalendarDate | null {
  return value === null ? null : fromDateColumn(value);
}

/** A due date of two columns. */
export function deadlineOrNull(date: Date | null, at: Date | null): Deadline | null {
  return date === null || at === null ? null : { date: fromDateColumn(date), at: instantFromDate(at) };
}
