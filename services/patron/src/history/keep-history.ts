import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dateColumn } from '../dates.ts';
import { heardJourney } from '../my-library/heard-facts-of.ts';

interface LoanOver {
  reservation_id: string;
  patron_id: string;
  record_id: bigint;
  title: string;
  allocation: number;
  closed_at: Date;
}

/**
 * Privacy. Of reservations that are about to be erased, keeps the loans of those who asked for it: title and day,
 * never the reservation. It is done here and not at the return, because until tonight a return may be taken back,
 * and nothing would be left to find its entry by. The day is the one the patron handed it in. Whoever asked only
 * after a loan was over has nothing of it kept. Locks the wish, so that one taken back meanwhile keeps nothing.
 */
export async function keepHistory(
  tx: Transaction,
  reservationIds: readonly string[],
  newId: () => string,
): Promise<void> {
  const loans = await tx.$queryRaw<LoanOver[]>`
    SELECT a.reservation_id, a.patron_id, a.record_id, a.title, a.allocation, a.closed_at
    FROM application a JOIN history_wish w ON w.patron_id = a.patron_id
    WHERE a.reservation_id = ANY(${[...reservationIds]}::uuid[])
      AND a.outcome = 'returned' AND a.closed_at >= w.since
    FOR KEY SHARE OF w`;
  for (const loan of loans) {
    const { position } = await heardJourney(tx, loan.reservation_id, loan.allocation);
    const returned = position.handedInAt ?? position.homeAt ?? instantFromDate(loan.closed_at);
    await tx.historyEntry.create({
      data: {
        id: newId(),
        patronId: loan.patron_id,
        recordId: loan.record_id,
        title: loan.title,
        returnedOn: dateColumn(dayOf(returned)),
      },
    });
  }
}
