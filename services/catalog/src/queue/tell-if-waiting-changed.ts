import { RecordIdSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { instantFromDate } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';

/** Name space of these facts' ids; with the time of the change they differ from one database to the next. */
const WAITING_FACTS = '0b6f3a52-8f0d-5c0b-9a35-2f1c7f5f4e1d';

const Titles = z.array(z.object({ id: z.bigint() }));

/** Titles whose told word is not so, in the order of their ids: a fault of ours, mended at night. */
export async function titlesToldOtherwise(
  { db }: Pick<CatalogDeps, 'db'>,
  after: bigint,
  atMost: number,
): Promise<bigint[]> {
  const titles = Titles.parse(
    await db.$queryRaw`
      WITH so AS (SELECT record_id FROM queue_entry WHERE state = 'waiting'),
        told AS (SELECT record_id FROM title_waiting WHERE waiting)
      SELECT record_id AS id
      FROM ((TABLE so EXCEPT TABLE told) UNION ALL (TABLE told EXCEPT TABLE so)) differ
      WHERE record_id > ${after} ORDER BY id LIMIT ${atMost}`,
  );
  return titles.map(({ id }) => id);
}

const Rows = z.tuple([z.object({ waiting: z.boolean(), told: z.boolean() })]);

/**
 * R8. Tells whether anybody waits for a title when that is not what was told last. The record is locked, so that of two
 * changes the later one has the last word.
 */
export async function tellIfWaitingChanged(tx: Transaction, recordId: bigint, at: Date): Promise<void> {
  const [{ waiting, told }] = Rows.parse(
    await tx.$queryRaw`
      SELECT EXISTS (SELECT FROM queue_entry WHERE record_id = ${recordId} AND state = 'waiting') AS waiting,
        EXISTS (SELECT FROM title_waiting WHERE record_id = ${recordId} AND waiting) AS told`,
  );
  if (waiting === told) return;
  const { changes } = await tx.titleWaiting.upsert({
    where: { recordId },
    create: { recordId, waiting },
    update: { waiting, changes: { increment: 1 } },
  });
  const subject = String(recordId);
  await writeEvent(tx, {
    id: derivedId(WAITING_FACTS, `${subject} ${changes} ${at.toISOString()}`),
    type: 'catalog.title.waiting',
    subject,
    at,
    data: { recordId: RecordIdSchema.parse(subject), waiting, at: instantFromDate(at) },
  });
}
