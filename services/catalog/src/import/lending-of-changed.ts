import { queuedStates } from '@toshobin/lending-rules';
import { z } from 'zod';
import { LendingCategory, RecordKind } from '../generated/prisma/enums.ts';
import type { Queryable } from '../records/queryable.ts';
import type { ReadRecord } from './prepare-batch.ts';
import { lendingOfKind } from './read-values.ts';
import type { Refused } from './refused.ts';

const Lent = z.object({
  id: z.string(),
  kind: z.enum(RecordKind),
  lending: z.enum(LendingCategory),
  awaited: z.boolean(),
});

/**
 * How changed records are lent, their rows locked: as the file says; where it says nothing, as before. A title that
 * somebody waits for does not become one that is not sent (R4): that is refused, until nobody waits.
 */
export async function lendingOfChanged(
  database: Queryable,
  changed: readonly ReadRecord[],
): Promise<(one: ReadRecord) => { lent: LendingCategory; refused: Refused[] }> {
  const ids = changed.flatMap(({ known }) => known?.recordId ?? []);
  const { rows } = await database.query(
    `SELECT id::text, kind, lending, EXISTS (SELECT FROM queue_entry WHERE record_id = record.id
       AND state = ANY($2::queue_state[])) AS awaited
     FROM bibliographic_record record WHERE id = ANY($1::bigint[]) ORDER BY record.id FOR UPDATE`,
    [ids, queuedStates],
  );
  const before = new Map(
    z
      .array(Lent)
      .parse(rows)
      .map((one) => [one.id, one]),
  );
  return ({ described: { lending, kind, number }, known }) => {
    const was = before.get(known?.recordId ?? '');
    const lent = lending ?? (was?.kind === kind ? was.lending : lendingOfKind(kind));
    if (was === undefined || !was.awaited || lent === 'lendable' || lent === was.lending)
      return { lent, refused: [] };
    return { lent: was.lending, refused: [{ why: 'TITLE_WAITED_FOR', what: number }] };
  };
}
