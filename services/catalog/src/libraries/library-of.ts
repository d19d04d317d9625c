import { type Library, LibrarySchema } from '@toshobin/contracts';
import type { OpeningCalendar } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/** Until shipping's facts have come, no day is known to be closed. */
const ALWAYS_OPEN: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };

/** A library as the catalog knows it: its name (its code while not known), its telephone and its calendar. */
export async function libraryOf(
  tx: Transaction,
  code: string,
): Promise<Pick<Library, 'name' | 'phone' | 'calendar'>> {
  const row = await tx.library.findUnique({ where: { code } });
  return row === null ? { name: code, phone: '', calendar: ALWAYS_OPEN } : LibrarySchema.parse(row.library);
}
