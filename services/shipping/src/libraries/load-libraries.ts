import { calendarDate, dateColumn } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { type LibraryData, libraryData } from '../library-data.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { asColumns } from './places.ts';

/** Year ends and fiscal years; the year of a yearly span does not count. */
const NEW_YEAR = { from: calendarDate('2026-12-28'), until: calendarDate('2027-01-04') };
const FISCAL_YEAR_END = { from: calendarDate('2026-03-25'), until: calendarDate('2026-03-31') };

/**
 * Writes the libraries and the dispatch calendar that are missing; what is there already is the library's own and
 * stays. Of those that are delivered with the service a library begins with its name and region alone, unless the examples are wanted:
 * staff enter its telephone, address and closing days, or the prefecture's own list has them. Safe to repeat. Answers how many libraries
 * are new.
 *
 * @param libraries the prefecture's own; left out, those that are delivered
 */
export async function loadLibraries(
  deps: ShippingDeps,
  { examples, libraries }: { examples: boolean; libraries?: readonly LibraryData[] | undefined },
): Promise<number> {
  const listed = libraries ?? (examples ? libraryData() : libraryData().map(asOfThePage));
  return inTransaction(deps, async (tx) => {
    const known = new Set((await tx.library.findMany({ select: { code: true } })).map((row) => row.code));
    const missing = [...listed.entries()].filter(([, library]) => !known.has(library.code));
    await tx.library.createMany({
      data: missing.map(([order, library]) => ({
        ...asRow(library),
        order,
      })),
    });
    if (examples) {
      await tx.closure.createMany({
        data: missing.map(([, { code }]) => ({ libraryCode: code, ...asDates(NEW_YEAR), yearly: true })),
      });
    }
    if ((await tx.dispatchCalendar.count()) === 0) {
      await tx.dispatchCalendar.create({
        data: { weekdays: [1, 4], cutOff: '14:00', closedWeekdays: [6, 7] },
      });
      await tx.dispatchPause.createMany({
        data: [NEW_YEAR, FISCAL_YEAR_END].map((span) => ({
          kind: 'noDispatch' as const,
          ...asDates(span),
          yearly: true,
        })),
      });
    }
    return missing.length;
  });
}

/** What the library's own page says, and our codes and readings; the rest is made up. */
function asOfThePage({ code, name, reading, region }: LibraryData): LibraryData {
  return { code, name, reading, region };
}

/** Every arrival is scanned (R7) until staff say otherwise; what nobody has said of a place is nowhere. */
function asRow({ code, name, reading, region, phone = '', arrival = 'scan', ...library }: LibraryData) {
  const { closedWeekdays = [], postcode, addressLines, location = null, guidance = '' } = library;
  const { hours = { weekdays: null, weekends: null } } = library;
  const address =
    postcode === undefined || addressLines === undefined ? null : { postcode, lines: addressLines };
  const place = asColumns({ address, hours, location, guidance });
  return { code, name, reading, region, phone, arrival, closedWeekdays, ...place };
}

function asDates(span: typeof NEW_YEAR): { from: Date; until: Date } {
  return { from: dateColumn(span.from), until: dateColumn(span.until) };
}
