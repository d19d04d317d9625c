import type { ActOfStaff, Schema } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, earlierOf, type Refusal, refuse } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import type { Moment } from './moment.ts';

/** Thrown to end the transaction: a refused scan leaves nothing behind, and is judged anew when it is sent again. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * Carries a scan out in one transaction, once: the same fact again gets the first answer, also when both are sent at
 * the same time. STATE_CHANGED refuses the same id with another content, an answer kept by an older release that says
 * less than today's, and a copy that another desk packed meanwhile: the page shows what there is now. The act is dated
 * by the device's clock, but never later than now; `notBefore` bounds it from below. The row of the scan keeps what the
 * device said.
 */
export async function carryOutOnce<T>(
  deps: ShippingDeps,
  scan: ActOfStaff,
  /** What the id stands for, e.g. `pack 9… 1…`. */
  content: string,
  answers: Schema<T>,
  work: (tx: Transaction, moment: Moment) => Promise<Decision<T>>,
): Promise<Decision<T>> {
  const recordedAt = deps.now();
  const moment = { occurredAt: earlierOf(scan.occurredAt, recordedAt), recordedAt };
  try {
    return await inTransaction(deps, async (tx): Promise<Decision<T>> => {
      // Waits for a transaction that carries the same scan out just now, and then finds its row.
      const isNew = await tx.$executeRaw`
        INSERT INTO scan (fact_id, content, account, library, occurred_at, recorded_at)
        VALUES (${scan.factId}::uuid, ${content}, ${scan.by.account}, ${scan.by.library},
                ${scan.occurredAt}::timestamptz, ${recordedAt}::timestamptz)
        ON CONFLICT (fact_id) DO NOTHING`;
      if (isNew === 0) {
        const first = await tx.scan.findUniqueOrThrow({ where: { factId: scan.factId } });
        const told = answers.safeParse(first.answer);
        return first.content === content && told.success ? allow(told.data) : refuse('STATE_CHANGED');
      }
      const decided = await work(tx, moment);
      if (!decided.ok) throw new Refused(decided.refusal);
      const answer = JSON.stringify(decided.value);
      await tx.$executeRaw`UPDATE scan SET answer = ${answer}::jsonb WHERE fact_id = ${scan.factId}::uuid`;
      return decided;
    });
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    const violated = uniqueViolation(error);
    if (violated === 'one_open_parcel_line_a_copy') return refuse('STATE_CHANGED');
    // Another parcel got that label at the same moment: judged anew, this scan is told which.
    if (violated === 'parcel_tracking_number_key') return carryOutOnce(deps, scan, content, answers, work);
    throw error;
  }
}
