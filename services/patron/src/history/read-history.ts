import { type HistoryRow, RecordIdSchema } from '@toshobin/contracts';
import { allow, fromDateColumn, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../patron-deps.ts';
import { loansOver } from './loans-over.ts';

const PAGE_SIZE = 20;

/**
 * A patron's loans that are over, the latest return first; none for a patron who did not ask for them. Those of today
 * come from their reservations, which are erased tonight: a loan is in the history as soon as it is over, and gone from
 * it when its return is taken back. Refuses NOT_FOUND.
 */
export const readHistory: Answers<'history'> = async ({ db }, { patronId, page }) => {
  // The night may move a loan from one to the other meanwhile: both are read as of one moment.
  return db.$transaction(
    async (tx) => {
      if ((await tx.patron.count({ where: { id: patronId } })) === 0) return refuse('NOT_FOUND');
      const today = (await loansOver(tx, { patronId })).map(({ historyId, ...loan }) =>
        rowOf({ id: historyId, ...loan }),
      );
      const skipped = (page - 1) * PAGE_SIZE;
      const first = today.slice(skipped, skipped + PAGE_SIZE);
      const entries = await tx.historyEntry.findMany({
        where: { patronId },
        orderBy: [{ returnedOn: 'desc' }, { id: 'asc' }],
        skip: Math.max(0, skipped - today.length),
        take: PAGE_SIZE - first.length,
      });
      const kept = entries.map((entry) => rowOf({ ...entry, returnedOn: fromDateColumn(entry.returnedOn) }));
      const total = today.length + (await tx.historyEntry.count({ where: { patronId } }));
      return allow({ total, page, pageSize: PAGE_SIZE, rows: [...first, ...kept] });
    },
    { isolationLevel: 'RepeatableRead' },
  );
};

function rowOf(loan: {
  id: string;
  recordId: bigint;
  title: string;
  returnedOn: HistoryRow['returnedOn'];
}): HistoryRow {
  const { id: historyId, recordId, title, returnedOn } = loan;
  return { historyId, recordId: RecordIdSchema.parse(String(recordId)), title, returnedOn };
}
