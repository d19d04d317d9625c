import {
  addDays,
  type CalendarDate,
  CalendarDateSchema,
  type DaySpan,
  daysBetween,
  fromDateColumn,
} from '@toshobin/lending-rules';
import type { DispatchPause } from '../generated/prisma/client.ts';

/**
 * The years for which calendars are written out: from last year, because a last open day may lie before new year, to
 * three years ahead, so that a process may run long before its calendars end.
 */
export function yearsAround(today: CalendarDate): number[] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1, year + 2, year + 3];
}

type StoredSpan = Pick<DispatchPause, 'from' | 'until' | 'yearly'>;

/** Closures as spans of days: single ones as they are, yearly ones once for each of the years, in order. */
export function spansOf(stored: readonly StoredSpan[], years: readonly number[]): DaySpan[] {
  return stored
    .flatMap((span) => {
      const from = fromDateColumn(span.from);
      const days = daysBetween(from, fromDateColumn(span.until));
      if (!span.yearly) return [{ from, until: addDays(from, days) }];
      return years.map((year) => {
        const start = inYear(from, year);
        return { from: start, until: addDays(start, days) };
      });
    })
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/** The same month and day in another year; 29 February becomes the 28th. */
function inYear(day: CalendarDate, year: number): CalendarDate {
  const same = CalendarDateSchema.safeParse(`${year}${day.slice(4)}`);
  return same.success ? same.data : CalendarDateSchema.parse(`${year}-02-28`);
}
