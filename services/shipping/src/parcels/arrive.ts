import type { Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { type Moment, writeCopyFact } from '../facts/write-copy-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import { notBefore } from '../scans/not-before.ts';
import type { LockedParcel } from './lock-parcel.ts';

/**
 * A dispatched parcel is where it was sent to: by a scan, taken for granted (R7), or because one of its copies was seen
 * there. Outward every copy of it has arrived; copies that came home are processed one by one at the desk, so of them
 * nothing is said. It was not before the dispatch. Answers the parcel as it is then.
 */
export async function arrive(
  tx: Transaction,
  parcel: LockedParcel,
  arrival: Moment & { scanId: string; assumed: boolean },
): Promise<LockedParcel> {
  const { scanId, assumed, occurredAt, recordedAt } = notBefore(arrival, parcel.dispatchedAt);
  const at = new Date(occurredAt);
  const outward = parcel.direction === 'outward';
  const lines = outward ? parcel.lines.filter(({ ended }) => ended === null || ended === 'arrived') : [];
  for (const line of lines) {
    const step = {
      occurredAt,
      recordedAt,
      scanId,
      kind: 'arrived',
      place: parcel.libraryCode,
      assumed,
    } as const;
    await writeCopyFact(tx, line, parcel, step);
  }
  await tx.parcelLine.updateMany({
    where: { id: { in: lines.map((line) => line.id) }, endedAt: null },
    data: { ended: 'arrived', endedAt: at },
  });
  const change = { state: 'arrived', arrivedAt: at, arrivalAssumed: assumed } as const;
  await tx.parcel.update({ where: { number: parcel.number }, data: change });
  await writeEvent(tx, {
    id: deriveId(scanId, 'arrived'),
    type: 'shipping.parcel.arrived',
    subject: parcel.number,
    at,
    data: { parcelNumber: parcel.number, at: occurredAt, assumed },
  });
  return {
    ...parcel,
    ...change,
    lines: parcel.lines.map((line) =>
      lines.includes(line) ? { ...line, ended: 'arrived', endedAt: at } : line,
    ),
  };
}
