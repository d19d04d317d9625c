import { calendarDate } from '@toshobin/lending-rules';
import { toColumn } from '../database/day-columns.ts';
import { inTransaction } from '../database/open-database.ts';
import type { Shipping } from '../shipping.ts';
import { libraryData } from './library-data.ts';

/** Year ends and fiscal years; the year of a yearly span does not count. */
const NEW_YEAR = { from: calendarDate('2026-12-28'), until: calendarDate('2027-01-04') };
const FISCAL_YEAR_END = { from: calendarDate('2026-03-25'), until: calendarDate('2026-03-31') };

/**
 * Writes the libraries and the dispatch calendar that are missing; what is there already is the library's own and
 * stays. Safe to repeat. Answers how many libraries are new.
 */
export async function loadLibraries(shipping: Shipping): Promise<number> {
  return inTransaction(shipping.db, async (tx) => {
    const known = new Set((await tx.library.findMany({ select: { code: true } })).map((row) => row.code));
    const missing = [...libraryData().entries()].filter(([, library]) => !known.has(library.code));
    await tx.library.createMany({ data: missing.map(([order, library]) => ({ ...library, order })) });
    // A database of before there were addresses here.
    for (const { code, postcode, addressLines } of libraryData()) {
      await tx.library.updateMany({ where: { code, postcode: null }, data: { postcode, addressLines } });
    }
    await tx.closure.createMany({
      data: missing.map(([, { code }]) => ({ libraryCode: code, ...asColumns(NEW_YEAR), yearly: true })),
    });
    if ((await tx.dispatchCalendar.count()) === 0) {
      await tx.dispatchCalendar.create({
        data: { weekdays: [1, 4], cutOff: '14:00', closedWeekdays: [6, 7] },
      });
      await tx.dispatchPause.createMany({
        data: [NEW_YEAR, FISCAL_YEAR_END].map((span) => ({
          kind: 'noDispatch' as const,
          ...asColumns(span),
          yearly: true,
        })),
      });
    }
    return missing.length;
  });
}

function asColumns(span: typeof NEW_YEAR): { from: Date; until: Date } {
  return { from: toColumn(span.from), until: toColumn(span.until) };
}
