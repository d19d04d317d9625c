import { type Parcel, type ParcelNumber, shippingApi } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { derivedId } from '../scans/lend.ts';
import { byOf } from '../scans/scan-copy.ts';
import {
  changeable,
  openParcel,
  type ParcelStep,
  pack,
  readParcel,
  recordedOf,
  unpack,
} from './work-on-parcel.ts';

type Deps = Pick<StaffWebDeps, 'shipping' | 'catalog' | 'audit'>;

/** Says what is missing from a parcel and what is too much in it, by whoever opened it. NOT_FOUND for another's. */
export async function reportContents(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  report: ParcelStep & { missing: string[]; extra: string[] },
): Promise<Decision<Parcel>> {
  const parcel = await readParcel(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const body = { ...report, by: byOf(staff) };
  const reported = await deps.shipping.call(shippingApi.reportContents, { params: { parcelNumber }, body });
  return recordedOf(deps, staff, 'reportContents', parcelNumber, reported);
}

/** The post brought an outward parcel back. */
export async function returnedByPost(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep,
): Promise<Decision<Parcel>> {
  const body = { ...step, by: byOf(staff) };
  const returned = await deps.shipping.call(shippingApi.returnedByPost, { params: { parcelNumber }, body });
  return recordedOf(deps, staff, 'returnedByPost', parcelNumber, returned);
}

/** The desk gives a parcel, or one missing copy of it, up. */
export async function giveUpParcel(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  { reason, barcode, ...step }: ParcelStep & { reason: string; barcode?: string | undefined },
): Promise<Decision<Parcel>> {
  const body = { ...step, by: byOf(staff), ...(barcode === undefined ? {} : { barcode }) };
  const lost = await deps.shipping.call(shippingApi.parcelLost, { params: { parcelNumber }, body });
  return recordedOf(deps, staff, 'parcelLost', parcelNumber, lost, reason);
}

/** An empty parcel that will not be used, of whoever may pack it. */
export async function discardParcel(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep,
): Promise<Decision<Parcel>> {
  const parcel = await changeable(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const body = { ...step, by: byOf(staff) };
  const discarded = await deps.shipping.call(shippingApi.discardParcel, { params: { parcelNumber }, body });
  return recordedOf(deps, staff, 'discardParcel', parcelNumber, discarded);
}

/**
 * R11. 「次の小包に入れる」: a copy beyond the Yu-Mail guide leaves this parcel for a new one to the same library.
 * Every step has an id made from the request's, so that sent again after a fault it goes on where it stopped.
 */
export async function moveToNextParcel(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  scan: ParcelStep & { barcode: string },
): Promise<Decision<Parcel>> {
  const parcel = await changeable(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const { occurredAt, barcode } = scan;
  const step = (word: string) => ({ factId: derivedId(scan.factId, word), occurredAt });
  const { direction, library, lines } = parcel.value;
  if (lines.some((line) => line.barcode === barcode)) {
    const taken = await unpack(deps, staff, parcelNumber, { ...step('unpack'), barcode });
    if (!taken.ok) return taken;
  }
  const next = await openParcel(deps, staff, { ...step('next parcel'), direction, library });
  if (!next.ok) return next;
  if (next.value.parcelNumber === parcelNumber) return refuse('STATE_CHANGED');
  return pack(deps, staff, next.value.parcelNumber, { ...step('pack'), barcode });
}
