import type { FromParcel, ScanAnswer, ScanRequest } from '@toshobin/contracts';
import { allow, type Decision, hasArrived, refuse, wasFetched } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { type Journey, underWay } from '../ledger/journey.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { isHeldNoMore, isStillHeld } from './copies-to-return.ts';
import { findCopyAgain } from './find-copy-again.ts';
import { handInMoment } from './hand-in-moment.ts';
import { recordScan } from './record-scan.ts';
import { scanOnce } from './scan-once.ts';
import { wasClaimed } from './was-claimed.ts';

export interface TakeBackRequest extends ScanRequest {
  bookDrop: boolean;
  firstEmptyingOfDay: boolean;
  /** Whether to refuse a copy that is held: the desk has not said yet that it was lent. */
  asksIfHeld?: boolean;
  /** At the prefectural library: why a copy is back whose parcel is on its way. */
  fromParcel?: 'ask' | FromParcel | undefined;
}

/**
 * R10. A pickup library took a copy back, at the counter or from its book drop: it is on its way home, still on loan
 * and never overdue from that day. The step's `toPrefectural` says that the copy was not for this library. A held copy
 * that is taken back by mistake would be lost to the patron who waits for it: where the desk is asked first, it is
 * refused with STILL_HELD (pickupLibrary). A copy whose hold is over is to be sent back, and would become a loan of the
 * patron who gave it up: it is refused likewise with HELD_NO_MORE. A copy in a book drop was with somebody, and is
 * asked about only where it can't have been.
 */
export function handIn(deps: CatalogDeps, request: TakeBackRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'takeBack', request, async (scan) => {
    const { tx, copy } = scan;
    const journey = fetchedFor(scan.journey);
    const { library } = scan.by;
    if (request.asksIfHeld && scan.journey && isHeldBack(scan.journey, request, library)) {
      const { name } = await libraryOf(tx, scan.journey.entry.pickupLibrary);
      return refuse('STILL_HELD', { pickupLibrary: name });
    }
    const isAsked = request.asksIfHeld && !request.bookDrop;
    if (isAsked && scan.journey && isHeldNoMore(scan.journey)) return refuse('HELD_NO_MORE');
    const claimed = await wasClaimed(scan);
    const found = (await findCopyAgain(tx, copy, scan.at)) ? ({ found: true } as const) : {};
    await recordScan(scan, journey, {
      kind: 'handedIn',
      leg: 'return',
      occurredAt: await handInMoment(tx, request, library, scan.at, journey),
      bookDrop: request.bookDrop,
    });
    if (journey === undefined && scan.journey?.open !== true) {
      await moveCopy(tx, copy.id, { place: 'returning', placeLibrary: library });
    }
    const toPrefectural = journey?.entry.pickupLibrary !== library;
    return allow({ next: 'sendHome', toPrefectural, ...found, ...claimed });
  });
}

/** Whether a held copy would be taken from its patron; it may have arrived at its library without a scan. */
function isHeldBack(journey: Journey, { bookDrop }: TakeBackRequest, library: string): boolean {
  const isUnseen = library !== journey.entry.pickupLibrary && !hasArrived(journey);
  return isStillHeld(journey) && (!bookDrop || isUnseen);
}

/**
 * The allocation that a copy far from its shelf belongs to; undefined for one that was chosen and never fetched: the
 * copy was out for another reason, and the pick will find its shelf empty.
 */
function fetchedFor(journey: Journey | undefined): Journey | undefined {
  const present = underWay(journey);
  return present !== undefined && wasFetched(present) ? present : undefined;
}
