import {
  firstAllocationOf,
  type Parcel,
  ParcelNumberSchema,
  type ReservationId,
  ReservationIdSchema,
  readBarcode,
} from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';

/** What a number leads to: one reservation, or a parcel with the copies in it. */
export type Found = { reservationId: ReservationId } | { parcel: Parcel };

/** Whatever is on a slip or read out: a reservation's id or number, a hold number, a copy's or a parcel's number. */
export async function findReservation(
  deps: Pick<StaffWebDeps, 'catalog' | 'patron' | 'shipping'>,
  typed: string,
): Promise<Found | undefined> {
  const text = typed.normalize('NFKC').trim();
  const id = ReservationIdSchema.safeParse(text);
  if (id.success) return { reservationId: id.data };
  const reading = readBarcode(text);
  if (reading.ok && reading.kind === 'parcel') {
    const params = { parcelNumber: ParcelNumberSchema.parse(reading.number) };
    const parcel = await deps.shipping.readParcel({ params });
    return parcel.ok ? { parcel: parcel.value } : undefined;
  }
  if (reading.ok && reading.kind === 'copy') {
    const copy = await deps.catalog.readCopy({ params: { barcode: reading.number } });
    const reservationId = copy.ok ? (copy.value.reservationId ?? copy.value.wentFor) : null;
    return reservationId === null ? undefined : { reservationId };
  }
  if (firstAllocationOf(text) !== undefined) {
    const held = await deps.catalog.reservationOfHold({ params: { holdNumber: text } });
    return held.ok ? held.value : undefined;
  }
  // A card is no way in: whose reservations these are is looked up at the telephone, and written down there.
  if (text === '' || text.length > 20 || reading.ok) return undefined;
  const params = { reservationNumber: text };
  const found = await deps.patron.reservationOfNumber({ params });
  return found.ok ? found.value : undefined;
}
