import type { RecordDetail, Volume } from '@toshobin/contracts';
import { type Decision, decideMaterial, defaultPolicy } from '@toshobin/lending-rules';

/**
 * R4. May this record be reserved on the web? For the page alone, so that a button never disappoints: the catalog
 * judges again when the reservation joins the queue. On the web no number of the policy matters here.
 */
export function canReserve(record: Pick<RecordDetail, 'lending' | 'copies'>): Decision<void> {
  return onTheWeb(record.lending, record.copies.filter((copy) => copy.place !== 'unavailable').length);
}

/** The same of a volume among its others, of which the number of lendable copies is known. */
export function canReserveVolume({ lending, copies }: Pick<Volume, 'lending' | 'copies'>): Decision<void> {
  return onTheWeb(lending, copies);
}

function onTheWeb(lending: Volume['lending'], lendableCopies: number): Decision<void> {
  return decideMaterial(
    { lending, lendableCopies },
    { channel: 'web', pickupIsPrefectural: false },
    defaultPolicy,
  );
}
