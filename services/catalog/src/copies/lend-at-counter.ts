import { conditionIs, PREFECTURAL_LIBRARY, placeIs } from '@toshobin/contracts';
import { allow, type Decision, isQueued, refuse, wasFetched, wasPacked } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Answers, AskedOf } from '../catalog-deps.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { type Journey, underWay } from '../ledger/journey.ts';
import { beginLoan } from '../loans/open-loan.ts';
import { allocateInHand } from '../queue/allocate.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { nextWaiting } from '../queue/next-waiting.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import { findCopyAgain } from './find-copy-again.ts';
import { handOver } from './next-step.ts';
import { recordScan } from './record-scan.ts';
import { type ScanInHand, scanOnce } from './scan-once.ts';

/**
 * R7. Lends a copy at the prefectural counter: reservation, allocation and loan in one transaction, under the title's
 * lock, so that the same copy is never given to a reservation at the same moment. The loan begins now. A copy that was
 * nobody's any more and had not been put back is home by this.
 *
 * Refuses REFERENCE_ONLY (audio-visual material may be lent here, R4); RESERVED_FOR_OTHER when it is allocated to
 * another reservation, also on the hold shelf, or is free while others wait, unless a reason is given: then that
 * reservation goes back to its old place and another copy is tried; STATE_CHANGED when it is out (a return comes
 * first), packed, out of service, or the reservation named can't take it (of another title, ended, or with a copy of
 * its own).
 */
export const lendAtCounter: Answers<'lendAtCounter'> = (deps, request) =>
  scanOnce(deps, 'lend', request, async (scan) => {
    const judged = await judge(scan, request);
    if (!judged.ok) return judged;
    const journey = await takeFor(scan, request, judged.value);
    const at = new Date(Math.max(scan.at.getTime(), journey.openedAt.getTime()));
    const common = { leg: 'outward', occurredAt: at } as const;
    if (!wasFetched(journey)) {
      const factId = derivedId(scan.factId, 'picked');
      await recordScan(scan, journey, { ...common, factId, kind: 'picked' });
    }
    journey.loan ??= await beginLoan(scan.tx, journey, at);
    await recordScan(scan, journey, { ...common, kind: 'handedOut', reason: request.overrideReason });
    await allocateNext(scan.tx, scan.copy.recordId, at);
    return allow(handOver(scan.copy, journey.loan, at));
  });

interface Judged {
  /** The reservation that is named, when it is known already. */
  own: QueueEntry | undefined;
  /** The allocation that has the copy. */
  holder: Journey | undefined;
}

async function judge(scan: ScanInHand, request: AskedOf<'lendAtCounter'>): Promise<Decision<Judged>> {
  const { tx, copy, journey } = scan;
  if (scan.by.library !== PREFECTURAL_LIBRARY) return refuse('STATE_CHANGED');
  if (copy.lending === 'referenceOnly') return refuse('REFERENCE_ONLY');
  if (conditionIs(copy.condition, 'outOfUse')) return refuse('STATE_CHANGED');
  const holder = journey?.open ? journey : undefined;
  // A copy that is anywhere else is returned first.
  if (!placeIs(copy.place, 'atHome') || (holder && wasPacked(holder))) return refuse('STATE_CHANGED');
  const { reservationId, overrideReason } = request;
  const own = (await tx.queueEntry.findUnique({ where: { reservationId } })) ?? undefined;
  if (own !== undefined && !mayTake(own, copy.recordId, holder)) return refuse('STATE_CHANGED');
  const first = holder ?? (await nextWaiting(tx, copy.recordId, scan.at));
  const forOther = first !== undefined && first.reservationId !== reservationId;
  if (forOther && overrideReason === undefined) return refuse('RESERVED_FOR_OTHER');
  return allow({ own, holder });
}

function mayTake(own: QueueEntry, recordId: bigint, holder: Journey | undefined): boolean {
  if (own.recordId !== recordId) return false;
  if (own.state === 'allocated') return holder?.reservationId === own.reservationId;
  return isQueued(own.state);
}

/** Gives the copy to the reservation, whosever it was. */
async function takeFor(
  scan: ScanInHand,
  { reservationId }: AskedOf<'lendAtCounter'>,
  { own, holder }: Judged,
): Promise<Journey> {
  const { tx, copy, at } = scan;
  await findCopyAgain(tx, copy, at);
  const pickupLibrary = PREFECTURAL_LIBRARY;
  const entry =
    own === undefined
      ? await tx.queueEntry.create({
          data: { reservationId, recordId: copy.recordId, joinedAt: at, pickupLibrary, channel: 'counter' },
        })
      : await tx.queueEntry.update({ where: { reservationId }, data: { pickupLibrary } });
  if (holder?.reservationId === reservationId) {
    holder.entry.pickupLibrary = pickupLibrary;
    return holder;
  }
  if (holder !== undefined) await withdrawAllocation(tx, holder, { why: 'lentAtCounter', at });
  await putBack(scan);
  return allocateInHand(tx, copy, entry, at);
}

/** Puts back a copy whose reservation was cancelled or expired: somebody brought it to the counter, so it is home. */
async function putBack(scan: ScanInHand): Promise<void> {
  const journey = underWay(scan.journey);
  if (journey === undefined || journey.open) return;
  await recordScan(scan, journey, { factId: derivedId(scan.factId, 'home'), kind: 'home', leg: 'return' });
}
