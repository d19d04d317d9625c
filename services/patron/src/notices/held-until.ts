import type { Deadline } from '@toshobin/lending-rules';
import type { Database, Transaction } from '../database.ts';
import { dateColumn, deadlineOrNull } from '../dates.ts';

interface OfJourney {
  reservationId: string;
  journey: number;
}

/** The mail of a hold at the prefectural library that was accepted, or was said on the telephone. */
function said({ reservationId, journey }: OfJourney) {
  return {
    reservationId,
    kind: 'readyAtPrefectural',
    occasion: String(journey),
    status: { in: ['sent' as const, 'told' as const] },
  };
}

/** R6. The end of the hold at the prefectural library that began with its mail, as closures have moved it since. */
export async function heldUntil(db: Database | Transaction, of: OfJourney): Promise<Deadline | null> {
  const notice = await db.notice.findFirst({ where: said(of) });
  return notice && deadlineOrNull(notice.holdDate, notice.holdAt);
}

/**
 * R17. A closure moved the end of such a hold, or was taken back before anybody was told (`asBefore`). Otherwise it never
 * moves back: the one in a mail binds us (R6).
 */
export async function moveHold(
  tx: Transaction,
  of: OfJourney,
  { holdUntil, rule }: { holdUntil: Deadline; rule: 'onlyLater' | 'asBefore' },
): Promise<void> {
  await tx.notice.updateMany({
    where: { ...said(of), ...(rule === 'onlyLater' ? { holdAt: { lt: holdUntil.at } } : {}) },
    data: { holdDate: dateColumn(holdUntil.date), holdAt: holdUntil.at },
  });
}
