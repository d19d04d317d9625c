import type { RecordDetail } from '@toshobin/contracts';
import { type Decision, decideMaterial, defaultPolicy } from '@toshobin/lending-rules';

/**
 * R4. May this record be reserved on the web? For the page alone, so that a button never disappoints: the catalog
 * judges again when the reservation joins the queue. On the web no number of the policy matters here.
 */
export function canReserve(record: Pick<RecordDetail, 'lending' | 'copies'>): Decision<void> {
  const lendableCopies = record.copies.filter((copy) => copy.place !== 'unavailable').length;
  return decideMaterial(
    { lending: record.lending, lendableCopies },
    { channel: 'web', pickupIsPrefectural: false },
    defaultPolicy,
  );
}
