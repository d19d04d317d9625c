import type { NextStep } from '@toshobin/contracts';
import type { Journey } from '../ledger/journey.ts';
import { recordFact } from '../ledger/record-fact.ts';
import { beginLoan } from '../loans/open-loan.ts';
import { handOver } from './next-step.ts';
import type { ScanInHand } from './scan-once.ts';

/** Records the hand-out of an open allocation, with its loan, and answers the due date. */
export async function recordHandOut(
  scan: ScanInHand,
  journey: Journey,
  how: { place?: string; reason?: string } = {},
): Promise<Extract<NextStep, { next: 'handOver' }>> {
  const { tx, copy, at } = scan;
  journey.loan ??= await beginLoan(tx, journey, at);
  const step = handOver(copy, journey.loan, at);
  await recordFact(tx, {
    factId: scan.factId,
    kind: 'handedOut',
    copyId: copy.id,
    journey,
    leg: 'outward',
    place: how.place ?? scan.by.library,
    occurredAt: at,
    scannedAt: scan.scannedAt,
    recordedAt: scan.recordedAt,
    account: scan.by.account,
    reason: how.reason,
    due: step.due,
  });
  return step;
}
