import { z } from 'zod';
import type { Transaction } from '../database.ts';

const CountRows = z.array(
  z.object({ recordId: z.string(), onShelf: z.int(), copies: z.int(), waiting: z.int() }),
);
type Counts = Omit<z.infer<typeof CountRows>[number], 'recordId'>;

/** What a list shows of each title: its copies, those on their shelf, and how many wait. */
export async function countCopies(
  tx: Transaction,
  recordIds: readonly string[],
): Promise<(id: string) => Counts> {
  const ids = recordIds.map(BigInt);
  const rows = CountRows.parse(
    await tx.$queryRaw`
      SELECT wanted.id::text AS "recordId",
        (SELECT count(*)::int FROM copy WHERE record_id = wanted.id
          AND place = 'onShelf' AND condition = 'inService') AS "onShelf",
        (SELECT count(*)::int FROM copy WHERE record_id = wanted.id AND condition <> 'withdrawn') AS copies,
        (SELECT count(*)::int FROM queue_entry WHERE record_id = wanted.id AND state = 'waiting') AS waiting
      FROM unnest(${ids}::bigint[]) AS wanted (id)`,
  );
  const counts = new Map(rows.map(({ recordId, ...counted }) => [recordId, counted]));
  return (id) => counts.get(id) ?? { onShelf: 0, copies: 0, waiting: 0 };
}
