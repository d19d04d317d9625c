import { type CalendarDate, type Deadline, fromDateColumn, instantFromDate } from '@toshobin/lending-rules';

export function dateOrNull(value: Date | null): CalendarDate | null {
  return value === null ? null : fromDateColumn(value);
}

/** A due date from its two columns. */
export function deadlineOrNull(date: Date | null, at: Date | null): Deadline | null {
  return date === null || at === null ? null : { date: fromDateColumn(date), at: instantFromDate(at) };
}
