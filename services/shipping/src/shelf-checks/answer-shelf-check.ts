import { PREFECTURAL_LIBRARY, ReservationIdSchema, shippingApi } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { allow, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Answers } from '../shipping-deps.ts';

/**
 * R9. The branch answers (or the prefectural desk for it): the copy is here and is sent back, or it is gone, which means
 * handed out without a scan. Refuses NOT_FOUND when this library was not asked, STATE_CHANGED when the other answer was
 * given before. After the question was closed, by a cancellation or a scan, an answer is accepted and changes nothing.
 */
export const answerShelfCheck: Answers<'answerShelfCheck'> = async (deps, given) => {
  const { reservationId, answer } = given;
  const content = `shelf check ${reservationId} ${answer}`;
  return carryOutOnce(deps, given, content, shippingApi.answerShelfCheck.answer, async (tx, moment) => {
    await tx.$queryRaw`SELECT 1 FROM shelf_check WHERE reservation_id = ${reservationId}::uuid FOR UPDATE`;
    const check = await tx.shelfCheck.findFirst({
      where: { reservationId },
      orderBy: { allocation: 'desc' },
    });
    const asked = check && (given.by.library === check.library || given.by.library === PREFECTURAL_LIBRARY);
    if (!asked) return refuse('NOT_FOUND');
    // Cancelled or scanned meanwhile: nobody waits for the answer. Its lists say what is to be done with the copy.
    if (check.closedAt !== null) return allow({ answer });
    if (check.answer !== null) return check.answer === answer ? allow({ answer }) : refuse('STATE_CHANGED');
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
