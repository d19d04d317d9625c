import { hasTurnedBack, judgeLoss } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { momentKept } from '../ledger/days-only.ts';
import { type Journey, underWay } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';
import { changed } from '../ledger/tell-changed.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { tellIfUnservable } from '../queue/tell-if-unservable.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';

interface Loss {
  /** The id of the loss: the same one heard or sent again changes nothing. */
  factId: string;
  at: Date;
  recordedAt: Date;
  place: string | null;
  /** The account of the desk that said so; null for a parcel's loss, which shipping told of. */
  account: string | null;
  reason?: string;
}

/**
 * Loses a copy; the record and the copy are locked. If it was not handed out yet, its reservation goes back to its old
 * place and another copy is tried. If it was lent, handed in, or on its way home, the loan ends and its process with
 * it; nobody is blamed. Any scan of the copy finds it again.
 */
export async function loseCopy(
  tx: Transaction,
  copy: LockedCopy,
  latest: Journey | undefined,
  loss: Loss,
): Promise<void> {
  const journey = underWay(latest);
  await tx.scan.create({
    data: {
      factId: loss.factId,
      kind: 'lost',
      copyId: copy.id,
      reservationId: journey?.reservationId ?? null,
      allocation: journey?.allocation ?? null,
      leg: journey && hasTurnedBack(journey) ? 'return' : 'outward',
      place: loss.place,
      occurredAt: momentKept(journey?.entry, loss.at),
      scannedAt: momentKept(journey?.entry, loss.at),
      recordedAt: momentKept(journey?.entry, loss.recordedAt),
      account: loss.account,
      reason: loss.reason ?? null,
    },
  });
  await tx.copy.update({ where: { id: copy.id }, data: { condition: 'lost' } });
  if (journey !== undefined) {
    changed(tx, journey.reservationId);
    await loseFor(tx, journey, loss);
  }
  await tellIfUnservable(tx, copy.recordId, 'copyMissing', loss.recordedAt);
}

async function loseFor(tx: Transaction, journey: Journey, loss: Loss): Promise<void> {
  switch (judgeLoss(journey, journey.entry.state)) {
    case 'waitsForAnother':
      await withdrawAllocation(tx, journey, { why: 'lostInTransit', at: loss.at });
      await allocateNext(tx, journey.entry.recordId, loss.at);
      return;
    case 'loanEnds':
      return endLoan(tx, journey, loss);
    case 'nothing':
  }
}

async function endLoan(tx: Transaction, journey: Journey, loss: Loss): Promise<void> {
  const { allocation, reservationId } = journey;
  const { at } = loss;
  if (journey.open) {
    await tx.allocation.update({ where: { number: allocation }, data: { closedAt: at, ending: 'lost' } });
  }
  await tx.queueEntry.update({ where: { reservationId }, data: { state: 'closed' } });
  await tx.loan.updateMany({ where: { allocation, endedAt: null }, data: { endedAt: at } });
}
