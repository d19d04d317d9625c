import { dateColumn } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { loansOver } from './loans-over.ts';

/**
 * Privacy. Keeps the loans among reservations that are about to be erased, for those who asked for it: title and day,
 * never the reservation. This is done at night and not at the return, because until tonight a return may be taken back,
 * and nothing would be left to find its entry by. Until then the history shows the loan from its reservation
 * (read-history.ts).
 */
export async function keepHistory(tx: Transaction, reservationIds: readonly string[]): Promise<void> {
  const loans = await loansOver(tx, { reservationIds });
  await tx.historyEntry.createMany({
    data: loans.map(({ historyId, patronId, recordId, title, returnedOn }) => ({
      id: historyId,
      patronId,
      recordId,
      title,
      returnedOn: dateColumn(returnedOn),
    })),
  });
}
