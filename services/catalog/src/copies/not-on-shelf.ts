import { PREFECTURAL_LIBRARY, ReservationIdSchema, type ScanAnswer } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, reached, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { writeEvent } from '../facts/write-event.ts';
import type { Tx } from '../open-database.ts';
import { allocateNext, nextWaiting } from '../queue/allocate-next.ts';
import type { Journey } from './journey.ts';
import { lockCopyOnShelf } from './lock-copy.ts';
import { moveCopy } from './record-fact.ts';
import { type ScanInHand, type ScanRequest, scanOnce } from './scan-once.ts';

/**
 * The copy to be fetched is not where it should be: it is searched for (捜索中), its reservation goes back to its old
 * place in the queue and gets another copy at once if one is on the shelf, which the answer tells. Refuses STATE_CHANGED when the copy is not
 * to be fetched, or was fetched already.
 */
export function notOnShelf(deps: CatalogDeps, request: ScanRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'notOnShelf', request, async (scan) => {
    const { tx, journey, copy } = scan;
    if (!journey?.open || reached(journey.position, 'picked')) return refuse('STATE_CHANGED');
    await recordMissing(scan, journey);
    await tx.copy.update({ where: { id: copy.id }, data: { condition: 'searching' } });
    await moveCopy(tx, copy.id, { place: 'onShelf', placeLibrary: null });
    await backToTheQueue(tx, journey, scan.at);
    const anotherCopy = await getsAnother(tx, journey);
    await writeEvent(tx, {
      id: scan.factId,
      type: 'catalog.copy.notOnShelf',
      subject: String(copy.id),
      at: scan.recordedAt,
      data: {
        factId: scan.factId,
        reservationId: ReservationIdSchema.parse(journey.reservationId),
        allocation: journey.allocation,
        copyId: String(copy.id),
        anotherCopy,
        at: instantFromDate(scan.at),
      },
    });
    await allocateNext(tx, copy.recordId, scan.at);
    return allow({ next: 'keepSearching', anotherCopy });
  });
}

/** Whether the reservation is first in the queue and a copy of its title stands on the shelf. */
async function getsAnother(tx: Tx, { reservationId, entry }: Journey): Promise<boolean> {
  const next = await nextWaiting(tx, entry.recordId);
  return next?.reservationId === reservationId && (await lockCopyOnShelf(tx, entry.recordId)) !== undefined;
}

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

/** The entry's place never changed: it is when it joined. */
async function backToTheQueue(tx: Tx, journey: Journey, at: Date): Promise<void> {
  await tx.allocation.update({
    where: { number: journey.allocation },
    data: { closedAt: at, ending: 'notOnShelf' },
  });
  await tx.loan.updateMany({
    where: { allocation: journey.allocation, endedAt: null },
    data: { endedAt: at },
  });
  await tx.queueEntry.update({
    where: { reservationId: journey.reservationId },
    data: { state: 'waiting' },
  });
}
