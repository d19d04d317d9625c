import {
  allow,
  type Deadline,
  graceAfterExpiry,
  instantFromDate,
  isOut,
  laterDeadline,
  refuse,
  wasHandedOut,
} from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import { type Journey, underWay } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { mayBeTakenUpAgain } from '../loans/allow-late-hand-out.ts';
import { beginLoan } from '../loans/open-loan.ts';
import { takeUpAgain } from '../loans/take-up-again.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { recordHandOut } from './record-hand-out.ts';
import { type ScanInHand, scanOnce } from './scan-once.ts';
import { scannedHandOut } from './scanned-hand-out.ts';

/**
 * R9. The desk confirms, without the card, that a copy was handed out though nobody scanned it. It is due a week after
 * the confirmation, moved by R17, never earlier than it was. Refuses NOTHING_HELD; STATE_CHANGED when a desk has
 * scanned the hand-out (one that only the patron declared is confirmed by this), or the reservation was cancelled, or
 * is closed.
 */
export const confirmHandOut: Answers<'confirmHandOut'> = (deps, request) =>
  scanOnce(deps, 'confirmHandOut', request, async (scan) => {
    const { tx, at } = scan;
    const journey = underWay(scan.journey);
    if (journey === undefined || !isOut(journey)) return refuse('NOTHING_HELD');
    if (!(journey.open || mayBeTakenUpAgain(journey)) || (await isScanned(scan, journey))) {
      return refuse('STATE_CHANGED');
    }
    if (!journey.open) await takeUpAgain(tx, journey, at);
    const loan = journey.loan ?? (await beginLoan(tx, journey, at));
    const due = laterDeadline(dueOf(loan), await afterGrace(scan, journey));
    journey.loan = await tx.loan.update({ where: { allocation: journey.allocation }, data: dueColumns(due) });
    const place = journey.entry.pickupLibrary;
    const step = await recordHandOut(scan, journey, { place, reason: request.reason });
    await clearTasks(tx, {
      kinds: ['confirmHandOut', 'askBranch'],
      subject: { reservationId: journey.reservationId },
      by: scan.by.account,
      at: scan.recordedAt,
    });
    return allow(step);
  });

async function isScanned({ tx }: ScanInHand, journey: Journey): Promise<boolean> {
  return wasHandedOut(journey) && (await scannedHandOut(tx, journey.allocation)) !== undefined;
}

async function afterGrace({ tx, at }: ScanInHand, { entry }: Journey): Promise<Deadline> {
  const { calendar } = await libraryOf(tx, entry.pickupLibrary);
  const policy = await policyInForce(tx);
  return graceAfterExpiry(instantFromDate(at), calendar, policy);
}
