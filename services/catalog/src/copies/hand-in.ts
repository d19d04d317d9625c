import type { ScanAnswer } from '@toshobin/contracts';
import { allow, type Decision, reached } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { type Journey, underWay } from '../ledger/journey.ts';
import { moveCopy, recordFact } from '../ledger/record-fact.ts';
import { findCopyAgain } from './find-copy-again.ts';
import { handInMoment } from './hand-in-moment.ts';
import { type ScanRequest, scanOnce } from './scan-once.ts';

export interface TakeBackRequest extends ScanRequest {
  bookDrop: boolean;
  firstEmptyingOfDay: boolean;
}

/**
 * R10. A pickup library took a copy back, at the counter or from its book drop: it is on its way home, still on loan
 * and never overdue from that day. The step's `toPrefectural` says that the copy was not for this library.
 */
export function handIn(deps: CatalogDeps, request: TakeBackRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'takeBack', request, async (scan) => {
    const { tx, copy } = scan;
    const journey = fetchedFor(scan.journey);
    const { library } = scan.by;
    await findCopyAgain(tx, copy, scan.at);
    await recordFact(tx, {
      factId: scan.factId,
      kind: 'handedIn',
      copyId: copy.id,
      journey,
      leg: 'return',
      place: library,
      occurredAt: await handInMoment(tx, request, library, scan.at, journey?.position.handedOutAt),
      scannedAt: scan.scannedAt,
      recordedAt: scan.recordedAt,
      account: scan.by.account,
      bookDrop: request.bookDrop,
    });
    if (journey === undefined && scan.journey?.open !== true) {
      await moveCopy(tx, copy.id, { place: 'returning', placeLibrary: library });
    }
    return allow({ next: 'sendHome', toPrefectural: journey?.entry.pickupLibrary !== library });
  });
}

/**
 * The allocation a copy far from its shelf belongs to. One that was only allocated, never fetched, is not it: the copy
 * was out for another reason, and the pick will find its shelf empty.
 */
function fetchedFor(journey: Journey | undefined): Journey | undefined {
  const present = underWay(journey);
  return present !== undefined && reached(present.position, 'picked') ? present : undefined;
}
