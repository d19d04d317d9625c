import type { shippingApi } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { fromColumn, toColumn } from '../database/day-columns.ts';
import type { Shipping } from '../shipping.ts';

export type ListedClosure = z.infer<(typeof shippingApi.closures)['answer']>['closures'][number];

/** R17. Closures that staff entered and that end on that day or later, with those taken back, by their first day. */
export async function listClosures(
  shipping: Shipping,
  { from }: { from: CalendarDate },
): Promise<ListedClosure[]> {
  const rows = await shipping.db.closure.findMany({
    where: { closureId: { not: null }, until: { gte: toColumn(from) } },
    orderBy: [{ from: 'asc' }, { library: { order: 'asc' } }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    closureId: row.closureId ?? '',
    library: row.libraryCode,
    from: fromColumn(row.from),
    until: fromColumn(row.until),
    reason: row.reason ?? '',
    takenBack: row.takenBackAt !== null,
  }));
}
