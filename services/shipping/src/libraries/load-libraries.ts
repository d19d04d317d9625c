import { isDeepStrictEqual } from 'node:util';
import { calendarDate, dateColumn } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { type LibraryData, libraryData } from '../library-data.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { asColumns } from './places.ts';
import { yearlyClosures } from './yearly-closures.ts';

/** When the libraries of the examples close at the end of each year. */
const YEAR_END = '12-28/01-04';
/** Year ends and fiscal years; the year of a yearly span does not count. */
const NEW_YEAR = { from: calendarDate('2026-12-28'), until: calendarDate('2027-01-04') };
const FISCAL_YEAR_END = { from: calendarDate('2026-03-25'), until: calendarDate('2026-03-31') };

/**
 * Writes the libraries and the dispatch calendar that are missing. The list gives a library that is there its name,
 * reading, region and place; everything else is the staff's and stays, as does a library that the list lacks, behind
 * the others. Those that are delivered with the service begin with name and region alone, unless the examples are
 * wanted: staff enter telephone, address and closing days, or the prefecture's own list has them. Safe to repeat.
 * Answers how many libraries are new.
 *
 * @param libraries the prefecture's own; left out, those that are delivered, which are not mixed with another
 * prefecture's
 */
export async function loadLibraries(
  deps: ShippingDeps,
  { examples, libraries }: { examples: boolean; libraries?: readonly LibraryData[] | undefined },
): Promise<number> {
  const listed = libraries ?? (examples ? libraryData() : libraryData().map(asOfThePage));
  return inTransaction(deps, async (tx) => {
    const there = await tx.library.findMany({ orderBy: { order: 'asc' } });
    const known = new Set(there.map(({ code }) => code));
    const isListed = new Set(listed.map(({ code }) => code));
    const others = there.filter(({ code }) => !isListed.has(code));
    if (libraries === undefined && others.length > 0)
      throw new Error(`LIBRARIES is missing: ${others.map(({ code }) => code).join(', ')} came from a list`);
    const missing = listed.filter(({ code }) => !known.has(code));
    const behind = (there.at(-1)?.order ?? -1) + 1;
    await tx.library.createMany({
      data: missing.map((library, at) => ({ ...asRow(library), order: behind + at })),
    });
    const yearly = missing.flatMap(({ code, yearlyDays = examples ? [YEAR_END] : [] }) =>
      yearlyClosures(code, [...new Set(yearlyDays)]),
    );
    await tx.closure.createMany({ data: yearly });
    await writeAsListed(tx, [...listed, ...others]);
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

/** Gives each library its name, reading and region, and its place in this order. */
async function writeAsListed(
  tx: Transaction,
  libraries: readonly Pick<LibraryData, 'code' | 'name' | 'reading' | 'region'>[],
): Promise<void> {
  const wanted = libraries.map(({ code, name, reading, region }, order) => ({
    code,
    name,
    reading,
    region,
    order,
  }));
  const rows = await tx.library.findMany({
    select: { code: true, name: true, reading: true, region: true, order: true },
    orderBy: { order: 'asc' },
  });
  if (isDeepStrictEqual(rows, wanted)) return;
  // No two libraries may share a place, not even for a moment: all of them leave theirs first.
  const leave = (rows.at(-1)?.order ?? 0) + 1 + rows.length;
  await tx.library.updateMany({ data: { order: { increment: leave } } });
  await tx.$executeRaw`
    UPDATE library SET "order" = listed."order", name = listed.name, reading = listed.reading, region = listed.region
      FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        AS listed (code text, name text, reading text, region text, "order" int)
      WHERE library.code = listed.code`;
}

/** What the library's own page says, and our codes and readings; the rest is made up. */
function asOfThePage({ code, name, reading, region }: LibraryData): LibraryData {
  return { code, name, reading, region };
}

/** A library's row: every arrival is scanned (R7) until staff say otherwise, and a place that nobody gave is empty. */
function asRow({ code, name, reading, region, phone = '', arrival = 'scan', ...library }: LibraryData) {
  const { closedWeekdays = [], closedOnHolidays = false, postcode, addressLines } = library;
  const { weeklyOnHoliday = 'closed', monthlyDays = [], monthlyOtherwise = 'closed' } = library;
  const { location = null, guidance = '' } = library;
  const { hours = { weekdays: null, weekends: null } } = library;
  const address =
    postcode === undefined || addressLines === undefined ? null : { postcode, lines: addressLines };
  const place = asColumns({ address, hours, location, guidance });
  return {
    ...{ code, name, reading, region, phone, arrival, ...place },
    ...{ closedWeekdays, closedOnHolidays, weeklyOnHoliday, monthlyDays, monthlyOtherwise },
  };
}

function asDates(span: typeof NEW_YEAR): { from: Date; until: Date } {
  return { from: dateColumn(span.from), until: dateColumn(span.until) };
}
