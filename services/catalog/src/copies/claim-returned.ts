import { allow, refuse, wasHandedIn, wasHandedOut } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import { underWay } from '../ledger/journey.ts';
import { recordScan } from './record-scan.ts';
import { scanOnce } from './scan-once.ts';

/**
 * R10. The patron says that the copy was returned, and nobody scanned it: it is taken to be handed in there, which is
 * the reading that costs the patron nothing (no overdue mail, no blocked extension), while staff search. The claim ends
 * by a scan of the copy, by a loss, or by being taken back (voidScan, without its limit of days) when the copy turns up
 * at the patron's. Refuses STATE_CHANGED for a copy that is not on loan, or handed in already.
 */
export const claimReturned: Answers<'claimReturned'> = (deps, request) =>
  scanOnce(deps, 'claimReturned', request, async (scan) => {
    const { tx, copy } = scan;
    const journey = underWay(scan.journey);
    if (!journey?.open || !wasHandedOut(journey) || wasHandedIn(journey)) return refuse('STATE_CHANGED');
    const { saidLibrary: place, reason } = request;
    await recordScan(scan, journey, { kind: 'handedIn', leg: 'return', place, reason });
    await openTask(tx, {
      kind: 'claimedReturned',
      subject: { reservationId: journey.reservationId, barcode: copy.barcode },
      why: 'saidReturned',
      at: scan.recordedAt,
    });
    return allow({ next: 'keepSearching', anotherCopy: false });
  });
