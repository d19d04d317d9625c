import { type Library, LibrarySchema, parseKnown } from '@toshobin/contracts';
import { type CalendarDate, decidePickup, type OpeningCalendar } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';

/** The library of that code as we last heard of it, or undefined. */
export async function findLibrary(tx: Transaction, code: string): Promise<Library | undefined> {
  const row = await tx.library.findUnique({ where: { code } });
  return row === null ? undefined : parseKnown(LibrarySchema, row.library);
}

/** No day is known to be closed before shipping's facts have come. */
const ALWAYS_OPEN: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };

/** A library as the catalog knows it: its name (its code while not known), its telephone and its calendar. */
export async function libraryOf(
  tx: Transaction,
  code: string,
): Promise<Pick<Library, 'name' | 'phone' | 'calendar'>> {
  return (await findLibrary(tx, code)) ?? { name: code, phone: '', calendar: ALWAYS_OPEN };
}

const Rows = z.array(z.object({ library: LibrarySchema }));

/** R5. The codes of the libraries that can't be used for pickup on that day. */
export async function pausedLibraries(tx: Transaction, day: CalendarDate): Promise<string[]> {
  const rows = parseKnown(
    Rows,
    await tx.$queryRaw`SELECT library FROM library WHERE library->>'pausedFrom' IS NOT NULL`,
  );
  return rows.flatMap(({ library }) => (decidePickup(library, day).ok ? [] : [library.code]));
}
