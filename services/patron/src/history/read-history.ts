import { type patronApi, RecordIdSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { fromDateColumn } from '../dates.ts';
import type { PatronDeps } from '../patron-deps.ts';

const PAGE_SIZE = 20;

/** A patron's kept loans, the latest return first; none for whoever did not ask for them. Refuses NOT_FOUND. */
export async function readHistory(
  { db }: PatronDeps,
  { patronId, page }: { patronId: string; page: number },
): Promise<Decision<z.output<typeof patronApi.history.answer>>> {
  const [patron, total, entries] = await Promise.all([
    db.patron.count({ where: { id: patronId } }),
    db.historyEntry.count({ where: { patronId } }),
    db.historyEntry.findMany({
      where: { patronId },
      orderBy: [{ returnedOn: 'desc' }, { id: 'asc' }],
      skip: (page - 1) * PAGE_SIZE,
      take: PAGE_SIZE,
    }),
  ]);
  if (patron === 0) return refuse('NOT_FOUND');
  const rows = entries.map(({ id, recordId, title, returnedOn }) => ({
    historyId: id,
    recordId: RecordIdSchema.parse(String(recordId)),
    title,
    returnedOn: fromDateColumn(returnedOn),
  }));
  return allow({ total, page, pageSize: PAGE_SIZE, rows });
}
