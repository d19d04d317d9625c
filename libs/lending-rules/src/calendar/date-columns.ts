import { type CalendarDate, calendarDate } from './calendar-date.ts';

/** A calendar day as a database's `date` column is given it: that day's midnight in UTC, whatever the clock's zone. */
export function dateColumn(day: CalendarDate): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** The calendar day of a `date` column. */
export function fromDateColumn(column: Date): CalendarDate {
  return calendarDate(column.toISOString().slice(0, 10));
}
