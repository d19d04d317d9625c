import { type Parcel, type ParcelNumber, shippingApi } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { Staff } from '../roles.ts';
import {
  actOnParcel,
  askedBy,
  type ParcelDeps,
  type ParcelStep,
  readParcel,
  writtenOfParcel,
} from './act-on-parcel.ts';

/** Says what is missing from a parcel and what is too much in it, by whoever opened it. NOT_FOUND for another's. */
export async function reportContents(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  report: ParcelStep & { missing: string[]; extra: string[] },
): Promise<Decision<Parcel>> {
  const parcel = await readParcel(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const { params, by } = askedBy(staff, parcelNumber);
  const reported = await deps.shipping.call(shippingApi.reportContents, { params, body: { ...report, by } });
  return writtenOfParcel(deps, staff, parcelNumber, { action: 'reportContents' }, reported);
}

/** The post brought an outward parcel back. */
export async function returnedByPost(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep,
): Promise<Decision<Parcel>> {
  const { params, by } = askedBy(staff, parcelNumber);
  const returned = await deps.shipping.call(shippingApi.returnedByPost, { params, body: { ...step, by } });
  return writtenOfParcel(deps, staff, parcelNumber, { action: 'returnedByPost' }, returned);
}

/** The desk gives a parcel, or one missing copy of it, up. */
export async function giveUpParcel(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  { reason, barcode, ...step }: ParcelStep & { reason: string; barcode?: string | undefined },
): Promise<Decision<Parcel>> {
  const { params, by } = askedBy(staff, parcelNumber);
  const body = { ...step, by, ...(barcode === undefined ? {} : { barcode }) };
  const lost = await deps.shipping.call(shippingApi.parcelLost, { params, body });
  return writtenOfParcel(deps, staff, parcelNumber, { action: 'parcelLost', reason }, lost);
}

/** An empty parcel that will not be used, of whoever may pack it. */
export function discardParcel(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep,
): Promise<Decision<Parcel>> {
  return actOnParcel(deps, staff, parcelNumber, { action: 'discardParcel' }, ({ params, by }) =>
    deps.shipping.call(shippingApi.discardParcel, { params, body: { ...step, by } }),
  );
}
