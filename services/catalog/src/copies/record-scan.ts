import type { Journey } from '../ledger/journey.ts';
import { type NewFact, recordFact } from '../ledger/record-fact.ts';
import type { ScanInHand } from './scan-once.ts';

/** Records a scan of the copy in hand: at the desk's library and the scan's moment, unless it says otherwise. */
export function recordScan(
  { tx, copy, factId, by, at, scannedAt, recordedAt }: ScanInHand,
  journey: Journey | undefined,
  said: Pick<NewFact, 'kind' | 'leg'> & Partial<NewFact>,
): Promise<void> {
  const scan = { factId, copyId: copy.id, journey, place: by.library, occurredAt: at, scannedAt, recordedAt };
  return recordFact(tx, { ...scan, account: by.account, ...said });
}
