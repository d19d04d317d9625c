import type { NextStep } from '@toshobin/contracts';
import type { Journey } from '../ledger/journey.ts';
import { beginLoan } from '../loans/open-loan.ts';
import { handOver } from './next-step.ts';
import { recordScan } from './record-scan.ts';
import type { ScanInHand } from './scan-once.ts';

/** Records the hand-out of an open allocation, with its loan, and answers the due date. */
export async function recordHandOut(
  scan: ScanInHand,
  journey: Journey,
  how: { place?: string; reason?: string } = {},
): Promise<Extract<NextStep, { next: 'handOver' }>> {
  const { tx, copy, at } = scan;
  journey.loan ??= await beginLoan(tx, journey, at);
  await recordScan(scan, journey, { kind: 'handedOut', leg: 'outward', ...how });
  return handOver(copy, journey.loan, at);
}
