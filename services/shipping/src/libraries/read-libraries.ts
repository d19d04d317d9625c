import type { Library } from '@toshobin/contracts';
import {
  type CalendarDate,
  type ClosingDays,
  calendarOf,
  type DaySpan,
  dayOf,
  fromDateColumn,
  type Instant,
} from '@toshobin/lending-rules';
import { holidaysOf } from '../calendars/holidays.ts';
import { yearsAround } from '../calendars/spans.ts';
import type { Transaction } from '../database.ts';
import type { Closure, Library as LibraryRow } from '../generated/prisma/client.ts';

/**
 * The libraries by code, all or some, in the order of the library's own page; calendars for the years around that day.
 */
export async function readLibraries(
  tx: Transaction,
  today: CalendarDate,
  codes?: string[],
): Promise<Map<string, Library>> {
  const rows = await tx.library.findMany({
    ...(codes ? { where: { code: { in: codes } } } : {}),
    include: { closures: true },
    orderBy: { order: 'asc' },
  });
  return new Map(rows.map((row) => [row.code, libraryOf(row, today)]));
}

/** One library as everybody sees it at that moment; one that is not there is a fault. */
export async function readLibrary(tx: Transaction, code: string, at: Instant): Promise<Library> {
  const row = await tx.library.findUniqueOrThrow({ where: { code }, include: { closures: true } });
  return libraryOf(row, dayOf(at));
}

/** The days on which a stored library closes again and again. */
function closingDaysOfRow(row: LibraryRow & { closures: Closure[] }): ClosingDays {
  const { closedWeekdays, closedOnHolidays, weeklyOnHoliday, monthlyDays, monthlyOtherwise } = row;
  const yearlyDays = row.closures
    .filter(({ yearly }) => yearly)
    .map((closure) => {
      const { from, until } = spanOf(closure);
      return `${from.slice(5)}/${until.slice(5)}`;
    })
    .sort();
  return { closedWeekdays, closedOnHolidays, weeklyOnHoliday, monthlyDays, monthlyOtherwise, yearlyDays };
}

function spanOf({ from, until }: Closure): DaySpan {
  return { from: fromDateColumn(from), until: fromDateColumn(until) };
}

/** A stored library as everybody sees it; or would, if it closed again and again on other days. */
export function libraryOf(
  row: LibraryRow & { closures: Closure[] },
  today: CalendarDate,
  days = closingDaysOfRow(row),
): Library {
  const years = yearsAround(today);
  const once = row.closures.filter(({ yearly, takenBackAt }) => !yearly && takenBackAt === null);
  return {
    code: row.code,
    name: row.name,
    reading: row.reading,
    region: row.region,
    order: row.order,
    phone: row.phone,
    arrival: row.arrival,
    calendar: calendarOf(days, once.map(spanOf), { years, holidays: holidaysOf(years) }),
    pausedFrom: row.pausedFrom && fromDateColumn(row.pausedFrom),
    reopens: row.reopens && fromDateColumn(row.reopens),
  };
}

/** R5. The pickup libraries by region, regions and libraries in the page's order. */
export function byRegion(libraries: Iterable<Library>): { name: string; libraries: Library[] }[] {
  const regions = new Map<string, Library[]>();
  for (const library of libraries) {
    if (library.region === null) continue;
    const others = regions.get(library.region) ?? [];
    regions.set(library.region, [...others, library]);
  }
  return [...regions].map(([name, members]) => ({ name, libraries: members }));
}
