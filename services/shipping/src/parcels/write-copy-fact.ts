import type { EventData } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { fromDateColumn } from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import type { Parcel, ParcelLine } from '../generated/prisma/client.ts';
import type { Moment } from '../scans/moment.ts';

interface CopyStep extends Moment {
  /** The scan that the fact follows from. */
  scanId: string;
  kind: 'packed' | 'shipped' | 'arrived' | 'sentBack';
  place: string;
  /** The fact that this one takes back. */
  voids?: string;
  assumed?: boolean;
}

export function copyFactId(scanId: string, step: string, copyId: bigint): string {
  return derivedId(scanId, `${step}:${copyId}`);
}

/**
 * Tells the others of a copy's step inside a parcel (`shipping.copy.moved`, in the order of the copy). Answers the
 * fact's id.
 */
export async function writeCopyFact(
  tx: Transaction,
  line: Pick<ParcelLine, 'copyId' | 'reservationId' | 'allocation'>,
  parcel: Pick<Parcel, 'number' | 'direction' | 'mode' | 'dispatchDay' | 'expectedDate'>,
  step: CopyStep,
): Promise<string> {
  const fact: Fact = {
    factId: copyFactId(step.scanId, step.voids ? `no longer ${step.kind}` : step.kind, line.copyId),
    kind: step.kind,
    copyId: String(line.copyId),
    reservationId: line.reservationId,
    allocation: line.allocation,
    leg: parcel.direction,
    place: step.place,
    occurredAt: step.occurredAt,
    recordedAt: step.recordedAt,
    ...(step.voids ? { voids: step.voids } : {}),
  };
  const data: EventData<'shipping.copy.moved'> = {
    fact,
    parcelNumber: parcel.number,
    ...(parcel.mode ? { mode: parcel.mode } : {}),
    ...(parcel.dispatchDay ? { dispatchDay: fromDateColumn(parcel.dispatchDay) } : {}),
    ...(parcel.expectedDate ? { expectedDate: fromDateColumn(parcel.expectedDate) } : {}),
    ...(step.assumed === undefined ? {} : { assumed: step.assumed }),
  };
  const at = new Date(step.occurredAt);
  await writeEvent(tx, { id: fact.factId, type: 'shipping.copy.moved', subject: fact.copyId, at, data });
  return fact.factId;
}
