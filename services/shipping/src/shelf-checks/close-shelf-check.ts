import { type Fact, legalTime } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/** R9. The copy was scanned for its reservation: handed out, handed in, or at home. Nobody has to look on the shelf. */
export async function closeShelfCheck(tx: Transaction, fact: Fact): Promise<void> {
  const { reservationId, allocation } = fact;
  if (reservationId === null || allocation === null) return;
  await tx.shelfCheck.updateMany({
    where: { reservationId, allocation, answeredAt: null, closedAt: null },
    data: { closedAt: new Date(legalTime(fact)) },
  });
}

/** The scan that had closed it is taken back: whoever was asked and has not answered is asked still. */
export async function reopenShelfCheck(tx: Transaction, fact: Fact, scannedAt: Date): Promise<void> {
  const { reservationId, allocation } = fact;
  if (reservationId === null || allocation === null) return;
  await tx.shelfCheck.updateMany({
    where: { reservationId, allocation, answeredAt: null, closedAt: scannedAt },
    data: { closedAt: null },
  });
}
