import { RecordIdSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { instantFromDate } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { z } from 'zod';
import type { Transaction } from '../database.ts';

/** Name space of these facts' ids; with the time of the change they differ from one database to the next. */
const WAITING_FACTS = '0b6f3a52-8f0d-5c0b-9a35-2f1c7f5f4e1d';

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
