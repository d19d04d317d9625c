import type { CalendarDate } from '@toshobin/lending-rules';
import { dateColumn, fromDateColumn } from '@toshobin/lending-rules';
import type { AnswerTo, ShippingDeps } from '../shipping-deps.ts';

type ListedClosure = AnswerTo<'closures'>['closures'][number];

/** R17. Closures that staff entered and that end on that day or later, with those taken back, by their first day. */
export async function listClosures(
  deps: ShippingDeps,
  { from }: { from: CalendarDate },
): Promise<ListedClosure[]> {
  const rows = await deps.db.closure.findMany({
    where: { closureId: { not: null }, until: { gte: dateColumn(from) } },
    orderBy: [{ from: 'asc' }, { library: { order: 'asc' } }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    closureId: row.closureId ?? '',
    library: row.libraryCode,
    from: fromDateColumn(row.from),
    until: fromDateColumn(row.until),
    reason: row.reason ?? '',
    takenBack: row.takenBackAt !== null,
  }));
}
