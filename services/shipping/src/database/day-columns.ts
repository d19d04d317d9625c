import { type CalendarDate, calendarDate } from '@toshobin/lending-rules';

/** A calendar day as Prisma wants a `date` column: that day's midnight in UTC, whatever the clock's zone. */
export function toColumn(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** The calendar day of a `date` column. */
export function fromColumn(column: Date): CalendarDate {
  return calendarDate(column.toISOString().slice(0, 10));
}
