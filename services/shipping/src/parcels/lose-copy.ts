import { ReservationIdSchema } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database/open-database.ts';
import { deriveId, SHIPPING_IDS } from '../facts/derive-id.ts';
import { writeEvent } from '../facts/write-event.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import type { LockedParcel } from './lock-parcel.ts';

/** Gives a copy of a parcel up for lost (`shipping.copy.lost`); the catalog finds another one for its reservation. */
export async function loseCopy(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  at: Instant,
  from: string = SHIPPING_IDS,
): Promise<ParcelLine> {
  const { copyId, reservationId, allocation } = line;
  const data = { ended: 'lost', endedAt: new Date(at) } as const;
  await tx.parcelLine.update({ where: { id: line.id }, data });
  await writeEvent(tx, {
    id: deriveId(from, `lost ${parcel.number} ${copyId}`),
    type: 'shipping.copy.lost',
    subject: String(copyId),
    at: new Date(at),
    data: {
      reservationId: ReservationIdSchema.nullable().parse(reservationId),
      allocation,
      copyId: String(copyId),
      parcelNumber: parcel.number,
      direction: parcel.direction,
      at,
    },
  });
  return { ...line, ...data };
}

/** Gives a parcel up for lost with every copy that is still in it; nobody looks for it any more. */
export async function loseParcel(
  tx: Transaction,
  parcel: LockedParcel,
  at: Instant,
  from?: string,
): Promise<LockedParcel> {
  const lines: ParcelLine[] = [];
  for (const line of parcel.lines)
    lines.push(line.ended === null ? await loseCopy(tx, parcel, line, at, from) : line);
  const change = { state: 'lost', lostAt: new Date(at) } as const;
  await tx.parcel.update({ where: { number: parcel.number }, data: change });
  return { ...parcel, ...change, lines };
}
