import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/**
 * R15. Starts or ends the standing still of the clocks of those who wait for a loan slot of this patron: it stands
 * while a copy that the patron handed in is on its way and still takes a slot. What stood is added up in the row of
 * the wait, so that erasing the returned loan loses nothing. Call it with the patron's row locked, whenever a copy
 * was handed in or came home. Repeatable.
 */
export async function standStillWhileOnTheWay(
  tx: Transaction,
  { patronId, at }: { patronId: string; at: Instant },
): Promise<void> {
  if ((await tx.loanSlotWait.count({ where: { patronId } })) === 0) return;
  const onTheWay = await tx.application.count({
    where: { patronId, state: 'returning', loanSlot: { isNot: null } },
  });
  const now = new Date(at);
  if (onTheWay > 0) {
    await tx.loanSlotWait.updateMany({ where: { patronId, standsSince: null }, data: { standsSince: now } });
    return;
  }
  await tx.$executeRaw`
    UPDATE loan_slot_wait
    SET stood_ms = stood_ms + greatest(0, round(extract(epoch FROM ${now}::timestamptz - greatest(stands_since, kept_from)) * 1000)),
      stands_since = NULL
    WHERE patron_id = ${patronId}::uuid AND stands_since IS NOT NULL`;
}

/** R15. The mail was accepted, or it is known that none reaches: the copy is kept from that moment on. */
export async function keepFrom(
  tx: Transaction,
  reservationIds: readonly string[],
  at: Instant,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE loan_slot_wait
    SET kept_from = ${new Date(at)}, stood_ms = 0,
      stands_since = CASE WHEN stands_since IS NULL THEN NULL ELSE greatest(stands_since, ${new Date(at)}) END
    WHERE reservation_id = ANY (${[...reservationIds]}::uuid[]) AND kept_from IS NULL`;
}
