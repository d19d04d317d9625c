import type { ShippingActivities } from '@toshobin/contracts';
import { type Instant, shelfCheckDeadline } from '@toshobin/lending-rules';
import { inTransaction } from '../database/open-database.ts';
import { libraryNamed, readPlanning } from '../dispatch-days/read-planning.ts';
import { instantOf } from '../facts/write-copy-fact.ts';
import type { Shipping } from '../shipping.ts';

/**
 * R9. Asks the branch whether the copy is still on its hold shelf. Answers until when it should say so: the end of its
 * 3rd open day after the question. Repeated it answers what it answered first; an answer given stays.
 */
export async function askShelfCheck(
  shipping: Shipping,
  { reservationId, allocation, copyId, library, at }: Parameters<ShippingActivities['askShelfCheck']>[0],
): Promise<{ answerBy: Instant }> {
  return inTransaction(shipping.db, async (tx) => {
    const planning = await readPlanning(tx, at, library);
    const deadline = (asked: Instant) =>
      shelfCheckDeadline(asked, libraryNamed(planning, library).calendar, planning.policy).at;
    const asked = {
      copyId: BigInt(copyId),
      library,
      askedAt: new Date(at),
      answerBy: new Date(deadline(at)),
    };
    const check = { reservationId, allocation, ...asked };
    await tx.shelfCheck.createMany({ data: [check], skipDuplicates: true });
    const kept = await tx.shelfCheck.findUniqueOrThrow({
      where: { reservationId_allocation: { reservationId, allocation } },
    });
    return { answerBy: kept.answerBy ? instantOf(kept.answerBy) : deadline(instantOf(kept.askedAt)) };
  });
}
