import { type Parcel, type ParcelNumber, shippingApi } from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { OtherAction } from '../audit/action-words.ts';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import { mayPack, ownParcel, type Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';

export type ParcelDeps = Pick<StaffWebDeps, 'shipping' | 'catalog' | 'audit' | 'libraries'>;

/** A step with a parcel: the fact's id comes from the form or device, so that sending twice is once. */
export interface ParcelStep {
  factId: string;
  occurredAt: Instant;
}

/** A parcel this account may see; NOT_FOUND for anybody else's. */
export async function readParcel(
  deps: Pick<ParcelDeps, 'shipping'>,
  staff: Staff,
  parcelNumber: ParcelNumber,
): Promise<Decision<Parcel>> {
  const parcel = await deps.shipping.call(shippingApi.readParcel, { params: { parcelNumber } });
  if (!parcel.ok) return parcel;
  return ownParcel(staff, parcel.value) ? parcel : refuse('NOT_FOUND');
}

/** A parcel this account may change; NOT_FOUND otherwise. */
export async function changeable(
  deps: Pick<ParcelDeps, 'shipping'>,
  staff: Staff,
  parcelNumber: ParcelNumber,
): Promise<Decision<Parcel>> {
  const parcel = await readParcel(deps, staff, parcelNumber);
  return parcel.ok && !mayPack(staff, parcel.value) ? refuse('NOT_FOUND') : parcel;
}

/**
 * An act on a parcel that this account may change: carried out by shipping, and written down by the parcel's number
 * however it ends. Refuses NOT_FOUND for whoever may not, and as the act does.
 */
export async function actOnParcel(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  act: { action: OtherAction; reason?: string | undefined },
  carryOut: (asked: Asked, parcel: Parcel) => Promise<Decision<Parcel>>,
): Promise<Decision<Parcel>> {
  const parcel = await changeable(deps, staff, parcelNumber);
  if (!parcel.ok) return parcel;
  return writtenOfParcel(
    deps,
    staff,
    parcelNumber,
    act,
    await carryOut(askedBy(staff, parcelNumber), parcel.value),
  );
}

/** What every request about a parcel says: which, and who asks. */
export interface Asked {
  params: { parcelNumber: ParcelNumber };
  by: ReturnType<typeof byOf>;
}

export function askedBy(staff: Staff, parcelNumber: ParcelNumber): Asked {
  return { params: { parcelNumber }, by: byOf(staff) };
}

/** Writes the deed down, named by the parcel. */
export function writtenOfParcel<T>(
  deps: Pick<ParcelDeps, 'audit'>,
  staff: Staff,
  parcelNumber: string,
  { action, reason }: { action: OtherAction; reason?: string | undefined },
  answer: Decision<T>,
): Promise<Decision<T>> {
  return written(deps, staff, { action, subject: `parcel ${parcelNumber}`, reason }, answer);
}
