import { conditionIs, type NextStep, PREFECTURAL_LIBRARY, type ScanAnswer } from '@toshobin/contracts';
import {
  allow,
  type Decision,
  hasTurnedBack,
  isBackByPost,
  isInTransit,
  isStillToLend,
  refuse,
  wasFetched,
  wasHandedOut,
  wasPosted,
} from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { CatalogDeps } from '../catalog-deps.ts';
import { type Journey, underWay } from '../ledger/journey.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { allocateInHand } from '../queue/allocate.ts';
import { nextWaiting } from '../queue/next-waiting.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import { pickInHand } from './confirm-pick.ts';
import { findCopyAgain } from './find-copy-again.ts';
import type { TakeBackRequest } from './hand-in.ts';
import { handInMoment } from './hand-in-moment.ts';
import { recordScan } from './record-scan.ts';
import { type ScanInHand, scanOnce } from './scan-once.ts';
import { wasClaimed } from './was-claimed.ts';

/**
 * R10. The copy is in hand at the prefectural library: its loan ends, and it goes to the next in the queue or to its
 * shelf. A copy that is held or being prepared for somebody, scanned by mistake, stays theirs, and the desk is told
 * where it belongs; only a book drop proves that it had been out. A copy that was to be fetched is fetched by this
 * scan. If the desk wants to be asked, a copy whose parcel is on its way is refused with STILL_IN_PARCEL
 * (pickupLibrary).
 */
export function processReturn(deps: CatalogDeps, request: TakeBackRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'takeBack', request, async (scan) => {
    const { tx, journey } = scan;
    if (request.fromParcel === 'ask' && !request.bookDrop && journey && isInParcel(journey)) {
      const { name } = await libraryOf(tx, journey.entry.pickupLibrary);
      return refuse('STILL_IN_PARCEL', { pickupLibrary: name });
    }
    if (journey?.open && hasNotLeft(journey, request.bookDrop)) {
      return allow(await pickInHand(scan, journey, scan.factId));
    }
    const claimed = await wasClaimed(scan);
    await comeHome(scan, request);
    return allow({ ...(await goOn(scan)), ...claimed });
  });
}

function hasNotLeft(journey: Journey, bookDrop: boolean): boolean {
  return bookDrop ? !wasFetched(journey) : !wasPosted(journey);
}

/** Whether the copy is in a parcel that was posted, unseen since, and its patron was not told that it is there. */
function isInParcel(journey: Journey): boolean {
  return journey.open && isInTransit(journey) && !journey.loan?.toldAt;
}

async function comeHome(scan: ScanInHand, request: TakeBackRequest): Promise<void> {
  const { tx, copy } = scan;
  const { bookDrop } = request;
  const journey = underWay(scan.journey);
  const here = { leg: 'return', place: PREFECTURAL_LIBRARY } as const;
  if (journey !== undefined && isHandInHere(journey, bookDrop)) {
    await recordScan(scan, journey, {
      ...here,
      bookDrop,
      factId: derivedId(scan.factId, 'handedIn'),
      kind: 'handedIn',
      occurredAt: await handInMoment(tx, request, PREFECTURAL_LIBRARY, scan.at, journey),
    });
  }
  if (journey !== undefined) await closeWithHome(scan, journey, request);
  await recordScan(scan, journey, { ...here, bookDrop, kind: 'home' });
  if (journey === undefined) await moveCopy(tx, copy.id, { place: 'onShelf', placeLibrary: null });
}

/** Whether the scan is the hand-in too: the copy was lent, and no other desk or parcel brought it back. */
function isHandInHere(journey: Journey, bookDrop: boolean): boolean {
  return !hasTurnedBack(journey) && (bookDrop || wasHandedOut(journey));
}

/**
 * Closes the journey of a copy that comes home. One that ended before (cancelled, expired) has nothing left to close:
 * its reservation may have another copy. A patron who never had the copy has returned nothing, and waits for another at
 * the old place in the queue.
 */
async function closeWithHome(
  { tx, at }: ScanInHand,
  journey: Journey,
  { fromParcel }: TakeBackRequest,
): Promise<void> {
  if (!journey.open) return;
  if ((fromParcel === 'notLent' && isStillToLend(journey)) || isBackByPost(journey, PREFECTURAL_LIBRARY)) {
    return withdrawAllocation(tx, journey, { why: 'cameBack', at });
  }
  const { allocation, reservationId } = journey;
  await tx.$executeRaw`
    WITH closed AS (UPDATE allocation SET closed_at = ${at}, ending = 'home' WHERE number = ${allocation}),
      left_queue AS (UPDATE queue_entry SET state = 'closed' WHERE reservation_id = ${reservationId}::uuid)
    UPDATE loan SET ended_at = ${at} WHERE allocation = ${allocation} AND ended_at IS NULL`;
  journey.open = false;
}

/** Where the copy goes: a searched one is found by its scan; one that can't be lent goes to nobody and no shelf. */
async function goOn(scan: ScanInHand): Promise<NextStep> {
  const { tx, copy } = scan;
  const found = (await findCopyAgain(tx, copy, scan.at)) ? ({ found: true } as const) : {};
  const { condition } = copy;
  if (conditionIs(condition, 'outOfUse')) return { next: 'setAside', condition };
  const next = await nextWaiting(tx, copy.recordId, scan.at);
  if (next === undefined) return { next: 'toShelf', shelfMark: copy.shelfMark, ...found };
  const journey = await allocateInHand(tx, copy, next, scan.at);
  return { ...(await pickInHand(scan, journey, derivedId(scan.factId, 'picked'))), ...found };
}
