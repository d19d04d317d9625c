import type { CalendarDate, DaySpan, DispatchCalendar } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { holidaysOf } from './holidays.ts';
import { spansOf, yearsAround } from './spans.ts';

/** R11. The pauses of the dispatch that come every year, written out for the years around that day. */
export async function pausesOfEveryYear(
  tx: Transaction,
  today: CalendarDate,
): Promise<(DaySpan & { kind: 'closure' | 'noDispatch' })[]> {
  const pauses = await tx.dispatchPause.findMany({ where: { yearly: true } });
  return pauses.flatMap((pause) =>
    spansOf([pause], yearsAround(today)).map((span) => ({ ...span, kind: pause.kind })),
  );
}

/** R11. When the prefectural library posts, written out for the years around that day. Throws before the first load. */
export async function readDispatchCalendar(tx: Transaction, today: CalendarDate): Promise<DispatchCalendar> {
  const row = await tx.dispatchCalendar.findUniqueOrThrow({ where: { id: 1 } });
  const pauses = await tx.dispatchPause.findMany();
  const years = yearsAround(today);
  const spans = (kind: 'closure' | 'noDispatch') =>
    spansOf(
      pauses.filter((pause) => pause.kind === kind),
      years,
    );
  return {
    weekdays: row.weekdays,
    cutOff: row.cutOff,
    calendar: {
      closedWeekdays: row.closedWeekdays,
      closedDates: holidaysOf(years),
      closures: spans('closure'),
    },
    noDispatch: spans('noDispatch'),
  };
}
