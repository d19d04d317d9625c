import { PREFECTURAL_LIBRARY, ReservationIdSchema, shippingApi } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { allow, judgeShelfAnswer, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { PackingRow, ShelfCheck } from '../generated/prisma/client.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Answers } from '../shipping-deps.ts';
import { ownCopyOf, questionOf } from './question.ts';

/**
 * R9. The branch answers (or the prefectural desk for it): the copy is here and is sent back, or it is gone, which
 * means handed out without a scan. Refuses NOT_FOUND when this library was not asked, STATE_CHANGED when the other
 * answer was given before. Where the copy is its reservation's no more, or was scanned since, or its hold is longer, an
 * answer is accepted and changes nothing.
 */
export const answerShelfCheck: Answers<'answerShelfCheck'> = async (deps, given) => {
  const { reservationId, answer } = given;
  const content = `shelf check ${reservationId} ${answer}`;
  return carryOutOnce(deps, given, content, shippingApi.answerShelfCheck.answer, async (tx, moment) => {
    await tx.$queryRaw`SELECT 1 FROM packing_row WHERE reservation_id = ${reservationId}::uuid FOR UPDATE`;
    const row = await tx.packingRow.findUnique({ where: { reservationId } });
    const check = await askedOf(tx, reservationId, row);
    const asked = check && (given.by.library === check.library || given.by.library === PREFECTURAL_LIBRARY);
    if (!asked) return refuse('NOT_FOUND');
    const judged = judgeShelfAnswer(questionOf(check), ownCopyOf(row), answer);
    if (!judged.ok) return judged;
    // Nobody waits for the answer: the lists of the branch say what is to be done with the copy.
    if (judged.value === 'saysNothing') return allow({ answer });
    const { allocation } = check;
    const { occurredAt } = notBefore(moment, check.askedAt);
    const at = new Date(occurredAt);
    await tx.shelfCheck.update({
      where: { reservationId_allocation: { reservationId, allocation } },
      data: { answer, answeredAt: at },
    });
    await writeEvent(tx, {
      id: derivedId(given.factId, 'shelf check answered'),
      type: 'shipping.shelfCheck.answered',
      subject: reservationId,
      at,
      data: { reservationId: ReservationIdSchema.parse(reservationId), allocation, answer, at: occurredAt },
    });
    return allow({ answer });
  });
};

/** The question about the reservation's own copy, or else the last one. */
async function askedOf(
  tx: Transaction,
  reservationId: string,
  row: PackingRow | null,
): Promise<ShelfCheck | undefined> {
  const checks = await tx.shelfCheck.findMany({
    where: { reservationId },
    orderBy: { allocation: 'desc' },
  });
  return checks.find(({ allocation }) => allocation === row?.allocation) ?? checks[0];
}
