import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, refuse, wasFetched } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import type { Journey } from '../ledger/journey.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { getsAnother, withdrawAllocation } from '../queue/withdraw-allocation.ts';
import { type ScanInHand, scanOnce } from './scan-once.ts';

/**
 * The copy to be fetched is not on its shelf: it is searched for (捜索中), its reservation goes back to its old place in
 * the queue and gets another copy at once if one is on the shelf, which the answer tells. Refuses STATE_CHANGED when
 * the copy is not to be fetched, or was fetched already.
 */
export const notOnShelf: Answers<'notOnShelf'> = (deps, request) =>
  scanOnce(deps, 'notOnShelf', request, async (scan) => {
    const { tx, journey, copy } = scan;
    if (!journey?.open || wasFetched(journey)) return refuse('STATE_CHANGED');
    await recordMissing(scan, journey);
    await tx.copy.update({ where: { id: copy.id }, data: { condition: 'searching' } });
    await moveCopy(tx, copy.id, { place: 'onShelf', placeLibrary: null });
    await withdrawAllocation(tx, journey, { why: 'notOnShelf', at: scan.at });
    const anotherCopy = await getsAnother(tx, journey, scan.at);
    await openTask(tx, {
      kind: 'searchCopy',
      subject: { barcode: copy.barcode },
      why: 'notOnShelf',
      at: scan.recordedAt,
    });
    await allocateNext(tx, copy.recordId, scan.at);
    return allow({ next: 'keepSearching', anotherCopy });
  });

async function recordMissing(scan: ScanInHand, journey: Journey): Promise<void> {
  await scan.tx.scan.create({
    data: {
      factId: scan.factId,
      kind: 'notOnShelf',
      copyId: scan.copy.id,
      reservationId: journey.reservationId,
      allocation: journey.allocation,
      leg: 'outward',
      place: PREFECTURAL_LIBRARY,
      occurredAt: scan.at,
      scannedAt: scan.scannedAt,
      recordedAt: scan.recordedAt,
      account: scan.by.account,
    },
  });
}
