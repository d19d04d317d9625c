import { type CalendarDate, dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dateOrNull } from '../dates.ts';
import { Prisma } from '../generated/prisma/client.ts';

/** A loan that is over and whose reservation is not erased yet, of somebody who asked for their history. */
interface LoanOver {
  /** The id of the loan in the history, also when its reservation is erased. */
  historyId: string;
  patronId: string;
  recordId: bigint;
  title: string;
  /** The day the patron handed it in. */
  returnedOn: CalendarDate;
}

interface Row {
  history_id: string;
  patron_id: string;
  record_id: bigint;
  title: string;
  returned_on: Date | null;
  closed_at: Date;
}

/**
 * The loans that are over of one patron, or among those reservations, the latest first: only of patrons who had asked
 * before, and without those that they deleted from their history. For reservations, whose loans are to be kept, it
 * locks the wishes until the transaction ends, so that one taken back meanwhile keeps nothing.
 */
export async function loansOver(
  tx: Transaction,
  of: { patronId: string } | { reservationIds: readonly string[] },
): Promise<LoanOver[]> {
  const which =
    'patronId' in of
      ? Prisma.sql`a.patron_id = ${of.patronId}::uuid`
      : Prisma.sql`a.reservation_id = ANY(${[...of.reservationIds]}::uuid[])`;
  const lock = 'patronId' in of ? Prisma.empty : Prisma.sql`FOR KEY SHARE OF w`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.history_id, a.patron_id, a.record_id, a.title, a.returned_on, a.closed_at
    FROM application a JOIN history_wish w ON w.patron_id = a.patron_id
    WHERE ${which} AND a.outcome = 'returned' AND a.closed_at >= w.since AND NOT a.history_forgotten
    ORDER BY a.closed_at DESC, a.reservation_id
    ${lock}`;
  return rows.map(loanOf);
}

function loanOf(row: Row): LoanOver {
  return {
    historyId: row.history_id,
    patronId: row.patron_id,
    recordId: row.record_id,
    title: row.title,
    returnedOn: dateOrNull(row.returned_on) ?? dayOf(instantFromDate(row.closed_at)),
  };
}
