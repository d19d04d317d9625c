import { isBirthDate } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { readDate } from './read-date.ts';

/** A birth date as people type it (see readDate). Undefined for a day that does not exist, or on which no reader is born. */
export function readBirthDate(typed: string, today: CalendarDate): CalendarDate | undefined {
  const date = readDate(typed);
  return date !== undefined && isBirthDate(date, today) ? date : undefined;
}
