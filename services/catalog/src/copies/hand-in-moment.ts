import { awaySince, endOfDay, handInDay, instantFromDate } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';

/**
 * R10. The moment a hand-in counts for: that of the scan; from a book drop's first emptying of the day the end of the
 * last open day before it, because the copy may have lain there since, but not before it was handed out, or was on its
 * way.
 */
export async function handInMoment(
  tx: Transaction,
  scan: { bookDrop: boolean; firstEmptyingOfDay: boolean },
  library: string,
  at: Date,
  journey: Journey | undefined,
): Promise<Date> {
  if (!scan.bookDrop) return at;
  const { calendar } = await libraryOf(tx, library);
  const day = handInDay({
    scannedAt: instantFromDate(at),
    byBookDrop: true,
    firstEmptyingOfDay: scan.firstEmptyingOfDay,
    calendar,
  });
  const end = new Date(endOfDay(day));
  const counts = end < at ? end : at;
  const since = journey && awaySince(journey);
  return since !== undefined && counts < new Date(since) ? new Date(since) : counts;
}
