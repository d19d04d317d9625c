import {
  catalogApi,
  type LibraryCode,
  type Parcel,
  type ParcelDirection,
  type ParcelMode,
  type ParcelNumber,
  shippingApi,
} from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import { mayPack, ownParcel, type Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'shipping' | 'catalog' | 'audit'>;

/** A step with a parcel: the fact's id comes from the form or device, so that sending twice is once. */
export interface ParcelStep {
  factId: string;
  occurredAt: Instant;
}

/** Opens a parcel: outward by the prefectural desk, return by a pickup library for itself. */
export async function openParcel(
  deps: Deps,
  staff: Staff,
  step: ParcelStep & { direction: ParcelDirection; library: LibraryCode },
): Promise<Decision<Parcel>> {
  if (!mayPack(staff, step)) return refuse('PICKUP_LIBRARY_UNKNOWN');
  const parcel = await deps.shipping.call(shippingApi.openParcel, { body: { ...step, by: byOf(staff) } });
  return recordedOf(deps, staff, 'openParcel', parcel.ok ? parcel.value.parcelNumber : 'unknown', parcel);
}

/** A parcel this account may see; NOT_FOUND for anybody else's. */
export async function readParcel(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
): Promise<Decision<Parcel>> {
  const parcel = await deps.shipping.call(shippingApi.readParcel, { params: { parcelNumber } });
  if (!parcel.ok) return parcel;
  return ownParcel(staff, parcel.value) ? parcel : refuse('NOT_FOUND');
}

/** A parcel this account may change; NOT_FOUND otherwise. */
export async function changeable(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
): Promise<Decision<Parcel>> {
  const parcel = await readParcel(deps, staff, parcelNumber);
  return parcel.ok && !mayPack(staff, parcel.value) ? refuse('NOT_FOUND') : parcel;
}

/** Scans a copy into a parcel. Into a return parcel goes what the catalog knows of the copy. */
export async function pack(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  scan: ParcelStep & { barcode: string },
): Promise<Decision<Parcel>> {
  const parcel = await changeable(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const body = { ...scan, by: byOf(staff) };
  const params = { parcelNumber };
  if (parcel.value.direction === 'outward') {
    const packed = await deps.shipping.call(shippingApi.pack, { params, body });
    return recordedOf(deps, staff, 'pack', parcelNumber, await orToReturn(deps, packed, scan.barcode));
  }
  const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: scan.barcode.trim() } });
  if (!copy.ok) return recordedOf(deps, staff, 'pack', parcelNumber, copy);
  const { copyId, reservationId, allocation, weightGrams, thicknessMm } = copy.value;
  const { protectiveCover, supplementCount } = copy.value;
  const known = {
    copyId,
    reservationId,
    allocation,
    weightGrams,
    thicknessMm,
    protectiveCover,
    supplementCount,
  };
  const packed = await deps.shipping.call(shippingApi.pack, { params, body: { ...body, copy: known } });
  return recordedOf(deps, staff, 'pack', parcelNumber, packed);
}

/**
 * A copy that is not to be packed, because its reservation ended after it was fetched, is nobody's to pack: the desk is
 * told what to do with it (COPY_TO_RETURN).
 */
async function orToReturn(
  deps: Pick<StaffWebDeps, 'catalog'>,
  packed: Decision<Parcel>,
  barcode: string,
): Promise<Decision<Parcel>> {
  const notToBePacked = !packed.ok && ['STATE_CHANGED', 'NOT_FOUND'].includes(packed.refusal.code);
  if (!notToBePacked) return packed;
  const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: barcode.trim() } });
  return copy.ok && copy.value.toReturn !== null ? refuse('COPY_TO_RETURN') : packed;
}

export async function unpack(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  scan: ParcelStep & { barcode: string },
): Promise<Decision<Parcel>> {
  const parcel = await changeable(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const body = { ...scan, by: byOf(staff) };
  const answer = await deps.shipping.call(shippingApi.unpack, { params: { parcelNumber }, body });
  return recordedOf(deps, staff, 'unpack', parcelNumber, answer);
}

/** The parcel is handed to the post; an outward one begins its loans (R7). */
export async function dispatch(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep & { mode: ParcelMode; trackingNumber?: string | undefined; reason?: string | undefined },
): Promise<Decision<Parcel>> {
  const parcel = await changeable(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  const { trackingNumber, reason, ...rest } = step;
  const answer = await deps.shipping.call(shippingApi.dispatch, {
    params: { parcelNumber },
    body: {
      ...rest,
      by: byOf(staff),
      ...(trackingNumber === undefined ? {} : { trackingNumber }),
      ...(reason === undefined ? {} : { reason }),
    },
  });
  return recordedOf(deps, staff, 'dispatch', parcelNumber, answer, reason);
}

/** One scan of the parcel receives every copy in it; at another library shipping names the right one. */
export async function receiveParcel(
  deps: Deps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep,
): Promise<Decision<Parcel>> {
  const body = { ...step, by: byOf(staff) };
  const answer = await deps.shipping.call(shippingApi.receiveParcel, { params: { parcelNumber }, body });
  return recordedOf(deps, staff, 'receiveParcel', parcelNumber, answer);
}

/** Writes the deed down, named by the parcel. */
export function recordedOf<T>(
  deps: Pick<StaffWebDeps, 'audit'>,
  staff: Staff,
  action: string,
  parcelNumber: string,
  answer: Decision<T>,
  reason?: string | undefined,
): Promise<Decision<T>> {
  return written(deps, staff, { action, subject: `parcel ${parcelNumber}`, reason }, answer);
}
