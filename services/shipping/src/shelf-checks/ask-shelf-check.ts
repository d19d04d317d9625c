import { type Instant, instantFromDate, shelfCheckDeadline } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { libraryNamed, readPlanning } from '../planning/read-planning.ts';
import type { Carries } from '../shipping-deps.ts';

/**
 * R9. Asks the branch whether the copy is still on its hold shelf. Answers until when it should say so: the end of its
 * 3rd open day after the question. Repeated it answers what it answered first; an answer given stays.
 */
export const askShelfCheck: Carries<'askShelfCheck'> = async (
  deps,
  { reservationId, allocation, copyId, library, at },
) =>
  inTransaction(deps, async (tx) => {
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
    return {
      answerBy: kept.answerBy ? instantFromDate(kept.answerBy) : deadline(instantFromDate(kept.askedAt)),
    };
  });
