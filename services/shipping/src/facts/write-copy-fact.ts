import type { ReservationFact } from '@toshobin/contracts';
import { type Fact, type Instant, instantFromDate } from '@toshobin/lending-rules';
import { fromColumn } from '../database/day-columns.ts';
import type { Transaction } from '../database/open-database.ts';
import type { Parcel, ParcelLine } from '../generated/prisma/client.ts';
import { deriveId } from './derive-id.ts';
import { writeEvent } from './write-event.ts';

/** When something happened, and when we heard of it. */
export interface Moment {
  occurredAt: Instant;
  recordedAt: Instant;
}

export interface CopyStep extends Moment {
  /** The scan it follows from. */
  scanId: string;
  kind: 'packed' | 'shipped' | 'arrived' | 'sentBack';
  place: string;
  /** The fact that it takes back. */
  voids?: string;
  assumed?: boolean;
}

/** The id of the fact that a scan makes of a copy. */
export function copyFactId(scanId: string, step: string, copyId: bigint): string {
  return deriveId(scanId, `${step}:${copyId}`);
}

/** Tells the others of a copy's step inside a parcel (`shipping.copy.moved`, in the order of the copy). Answers the fact's id. */
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
  const data: ReservationFact = {
    fact,
    parcelNumber: parcel.number,
    ...(parcel.mode ? { mode: parcel.mode } : {}),
    ...(parcel.dispatchDay ? { dispatchDay: fromColumn(parcel.dispatchDay) } : {}),
    ...(parcel.expectedDate ? { expectedDate: fromColumn(parcel.expectedDate) } : {}),
    ...(step.assumed === undefined ? {} : { assumed: step.assumed }),
  };
  const at = new Date(step.occurredAt);
  await writeEvent(tx, { id: fact.factId, type: 'shipping.copy.moved', subject: fact.copyId, at, data });
  return fact.factId;
}

/** A column's time as the rules take it. */
export function instantOf(column: Date): Instant {
  return instantFromDate(column);
}
