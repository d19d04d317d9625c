import { holdNumberOf } from '@toshobin/contracts';
import { type Journey, journeyOf } from '../ledger/journey.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { allocateWhereItStands } from '../queue/allocate-where-it-stands.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import type { ScanInHand } from './scan-once.ts';

/**
 * Two copies of one title held at one library change their reservations: the copy in hand was given to the patron of
 * the other one. Both get new allocations that stand where the copies do; each patron's dates stay. Answers the
 * allocation of the copy in hand, and the other copy with the hold number that its slip is to have now.
 *
 * @param held the allocation of the copy in hand, for somebody else
 * @param other the allocation held for the patron who has the copy now
 */
export async function swapCopies(
  scan: ScanInHand,
  held: Journey,
  other: Journey,
): Promise<{ given: Journey; relabel: { barcode: string; holdNumber: string } }> {
  const { tx, copy, at, recordedAt } = scan;
  const otherCopy = await lockCopy(tx, other.copyId);
  // Facts of shipping may have come in before the copy's lock was ours.
  const from = (await journeyOf(tx, other.allocation)) ?? other;
  for (const journey of [held, other]) await withdrawAllocation(tx, journey, { why: 'swapped', at });
  const given = await allocateWhereItStands(tx, {
    copy,
    reservationId: other.reservationId,
    from: held,
    loan: other.loan,
    insteadOf: other,
    at,
    recordedAt,
  });
  const left = await allocateWhereItStands(tx, {
    copy: otherCopy,
    reservationId: held.reservationId,
    from,
    loan: held.loan,
    insteadOf: held,
    at,
    recordedAt,
  });
  return { given, relabel: { barcode: otherCopy.barcode, holdNumber: holdNumberOf(left.allocation) } };
}
