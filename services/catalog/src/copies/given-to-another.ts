import { type NextStep, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { hasArrived, instantFromDate, loanDeadline, wasHandedOut } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import { dueColumns } from '../ledger/due-of.ts';
import { type Journey, latestJourneyOfReservation } from '../ledger/journey.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { withdrawAllocation } from '../queue/withdraw-allocation.ts';
import { isStillHeld } from './copies-to-return.ts';
import type { CardShown } from './judge-hand-out.ts';
import { handOver } from './next-step.ts';
import { recordHandOut } from './record-hand-out.ts';
import { recordScan } from './record-scan.ts';
import type { ScanInHand } from './scan-once.ts';
import { swapCopies } from './swap-copies.ts';

/**
 * A copy was handed to a person for whom it was not held. If this library holds another copy of the same title for the
 * card, the two copies are swapped, and the copy is that patron's loan. Otherwise no patron is charged with the copy:
 * the hand-out is recorded without a reservation, the reservation that had the copy goes back to its old place and
 * another copy is tried, and the prefectural desk has a task (`wrongPerson`) for the copy. It names what the library
 * holds for the card, if anything: by that the desk finds whom to telephone.
 */
export async function givenToAnother(scan: ScanInHand, journey: Journey, card: CardShown): Promise<NextStep> {
  const held = await heldForCard(scan, card.reservationIds ?? []);
  const sameTitle = held.find(({ entry }) => entry.recordId === journey.entry.recordId);
  if (sameTitle !== undefined && isHeldAt(journey, scan.by.library)) {
    const { given, relabel } = await swapCopies(scan, journey, sameTitle);
    return { ...(await recordHandOut(scan, given)), relabel };
  }
  const { tx, copy, at, recordedAt } = scan;
  await recordScan(scan, undefined, { kind: 'handedOut', leg: 'outward' });
  if (journey.open && !wasHandedOut(journey)) {
    await withdrawAllocation(tx, journey, { why: 'swapped', at });
  }
  await moveCopy(tx, copy.id, { place: 'onLoan', placeLibrary: awayOf(scan.by.library) });
  const subject = { barcode: copy.barcode, reservationId: held[0]?.reservationId };
  await openTask(tx, { kind: 'wrongPerson', subject, why: 'handedToAnother', at: recordedAt });
  await allocateNext(tx, copy.recordId, at);
  return { ...handOver(copy, await asIfLent(scan), at), wrongPerson: true };
}

const awayOf = (library: string) => (library === PREFECTURAL_LIBRARY ? null : library);

/** What this library holds for the card, in the order of allocation. */
async function heldForCard(scan: ScanInHand, reservationIds: readonly string[]): Promise<Journey[]> {
  const open = await scan.tx.allocation.findMany({
    where: { reservationId: { in: [...reservationIds] }, closedAt: null },
    orderBy: { number: 'asc' },
    select: { reservationId: true },
  });
  const journeys: Journey[] = [];
  for (const { reservationId } of open) {
    const journey = await latestJourneyOfReservation(scan.tx, reservationId);
    if (journey && isHeldAt(journey, scan.by.library)) journeys.push(journey);
  }
  return journeys;
}

/** Whether the scans say that the copy stands at that library for its patron. */
function isHeldAt(journey: Journey, library: string): boolean {
  if (!isStillHeld(journey) || journey.entry.pickupLibrary !== library) return false;
  return library === PREFECTURAL_LIBRARY || hasArrived(journey);
}

/** The due date that the person is told; no loan is kept. */
async function asIfLent({ tx, at, by }: ScanInHand) {
  const { calendar } = await libraryOf(tx, by.library);
  const policy = await policyInForce(tx);
  return dueColumns(loanDeadline(instantFromDate(at), calendar, policy));
}
