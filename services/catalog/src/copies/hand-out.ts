import { PREFECTURAL_LIBRARY, type ScanAnswer } from '@toshobin/contracts';
import {
  allow,
  type Decision,
  dayOf,
  dueAfterLateHandOut,
  instantFromDate,
  reached,
  refuse,
} from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Loan } from '../generated/prisma/client.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { dueColumns, dueOf } from '../loans/due-of.ts';
import { startLoan } from '../loans/open-loan.ts';
import type { Tx } from '../open-database.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import type { Journey } from './journey.ts';
import { publishScan, recordFact } from './record-fact.ts';
import { type ScanInHand, type ScanRequest, scanOnce } from './scan-once.ts';

export interface HandOutRequest extends ScanRequest {
  /** Every reservation of the card that was shown. */
  reservationIds: readonly string[];
}

/**
 * R14. Hands a held copy to the holder of the card. It implies all that was not scanned before it: the copy is here,
 * so it was picked and has arrived. At the prefectural counter the loan begins (R7); at a pickup library it began at
 * dispatch, and if we have not heard of that yet, it begins here. Refuses NOTHING_HELD, DO_NOT_HAND_OUT,
 * CARD_DOES_NOT_MATCH, WRONG_PICKUP_LIBRARY (pickupLibrary).
 */
export function handOut(deps: CatalogDeps, request: HandOutRequest): Promise<Decision<ScanAnswer>> {
  return scanOnce(deps, 'handOut', request, async (scan) => {
    const judged = await judge(scan, request.reservationIds);
    if (!judged.ok) return judged;
    const journey = judged.value;
    const { at } = scan;
    const loan = journey.open
      ? (journey.loan ?? (await startLoan(scan.tx, journey, loanStart(journey, at))))
      : await takeUpAgain(scan.tx, journey, at);
    journey.loan = loan;
    const due = dueOf(loan);
    const fact = await recordFact(scan.tx, {
      factId: scan.factId,
      kind: 'handedOut',
      copyId: scan.copy.id,
      journey,
      leg: 'outward',
      place: scan.by.library,
      occurredAt: at,
      scannedAt: scan.scannedAt,
      recordedAt: scan.recordedAt,
      account: scan.by.account,
    });
    await publishScan(scan.tx, fact, { due });
    return allow({
      next: 'handOver',
      due,
      dueToday: due.date === dayOf(instantFromDate(at)),
      protectiveCover: scan.copy.protectiveCover,
    });
  });
}

/** The allocation the copy is handed out for. The card is asked before the library: a stranger's card opens nothing. */
async function judge(scan: ScanInHand, reservationIds: readonly string[]): Promise<Decision<Journey>> {
  const { journey } = scan;
  if (journey === undefined || reached(journey.position, 'handedIn')) return refuse('NOTHING_HELD');
  if (journey.position.furthest === 'home') return refuse('NOTHING_HELD');
  if (!journey.open) {
    if (journey.position.furthest === 'allocated') return refuse('NOTHING_HELD');
    if (!mayBeTakenUpAgain(journey)) return refuse('DO_NOT_HAND_OUT');
  }
  if (!reservationIds.includes(journey.reservationId)) {
    // Of a reservation that has ended a card may not know any more: the copy goes back, whoever asks.
    return refuse(journey.open ? 'CARD_DOES_NOT_MATCH' : 'DO_NOT_HAND_OUT');
  }
  const { pickupLibrary } = journey.entry;
  if (pickupLibrary !== scan.by.library) {
    const { name } = await libraryOf(scan.tx, pickupLibrary);
    return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: name });
  }
  return allow(journey);
}

/** R9. After the hold ended and before the copy is sent back, as long as the process still looks after it. */
function mayBeTakenUpAgain(journey: Journey): boolean {
  return journey.ending === 'expired' && journey.entry.state !== 'closed' && !journey.position.onReturnLeg;
}

function loanStart(journey: Journey, at: Date): Date {
  const { shippedAt } = journey.position;
  if (journey.entry.pickupLibrary === PREFECTURAL_LIBRARY || shippedAt === undefined) return at;
  return new Date(shippedAt);
}

/**
 * R9. Handed out although the hold had ended: due 7 days later. A hand-out that happened before the end and was only
 * heard of later is an ordinary one.
 */
async function takeUpAgain(tx: Tx, journey: Journey, at: Date): Promise<Loan> {
  const { allocation, reservationId, entry } = journey;
  const closed = await tx.allocation.findUniqueOrThrow({ where: { number: allocation } });
  const late = closed.closedAt !== null && at >= closed.closedAt;
  await tx.allocation.update({ where: { number: allocation }, data: { closedAt: null, ending: null } });
  await tx.queueEntry.update({ where: { reservationId }, data: { state: 'allocated' } });
  journey.open = true;
  const loan = journey.loan ?? (await startLoan(tx, journey, loanStart(journey, at)));
  const { calendar } = await libraryOf(tx, entry.pickupLibrary);
  const { policy } = await policyInForce(tx);
  const due = late ? dueAfterLateHandOut(instantFromDate(at), calendar, policy) : dueOf(loan);
  return tx.loan.update({ where: { allocation }, data: { ...dueColumns(due), endedAt: null } });
}
