import { type NextStep, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { laterDeadline, wasHandedOut } from '@toshobin/lending-rules';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { beginLoan } from '../loans/open-loan.ts';
import { lateDue } from '../loans/take-up-again.ts';
import { handOver } from './next-step.ts';
import { recordScan } from './record-scan.ts';
import type { ScanInHand } from './scan-once.ts';

/**
 * Records the hand-out of an open allocation, with its loan, and answers the due date. R9: at a pickup library the
 * first hand-out after the due date is due a week later, also while the hold has not been ended. One that the patron
 * had declared keeps its date.
 */
export async function recordHandOut(
  scan: ScanInHand,
  journey: Journey,
  how: { place?: string; reason?: string } = {},
): Promise<Extract<NextStep, { next: 'handOver' }>> {
  const { tx, copy, at } = scan;
  const { allocation, entry } = journey;
  const loan = journey.loan ?? (await beginLoan(tx, journey, at));
  journey.loan = loan;
  const atBranch = entry.pickupLibrary !== PREFECTURAL_LIBRARY;
  if (atBranch && at > loan.dueAt && !wasHandedOut(journey)) {
    const due = laterDeadline(dueOf(loan), await lateDue(tx, journey, at));
    journey.loan = await tx.loan.update({ where: { allocation }, data: dueColumns(due) });
  }
  await recordScan(scan, journey, { kind: 'handedOut', leg: 'outward', ...how });
  return handOver(copy, journey.loan, at);
}
