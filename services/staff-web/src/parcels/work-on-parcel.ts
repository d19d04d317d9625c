import {
  catalogApi,
  type HeldAnswer,
  type LibraryCode,
  type Parcel,
  type ParcelDirection,
  type ParcelMode,
  type ParcelNumber,
  shippingApi,
} from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { bookDropOf } from '../pages/fields.ts';
import { mayPack, type Staff } from '../roles.ts';
import { derivedId } from '../scans/lend.ts';
import { handIn, refuseHeld } from '../scans/scan-copy.ts';
import {
  actOnParcel,
  askedBy,
  changeable,
  type ParcelDeps,
  type ParcelStep,
  writtenOfParcel,
} from './act-on-parcel.ts';

/** Opens a parcel: outward by the prefectural desk, return by a pickup library for itself. */
export async function openParcel(
  deps: ParcelDeps,
  staff: Staff,
  step: ParcelStep & { direction: ParcelDirection; library: LibraryCode },
): Promise<Decision<Parcel>> {
  if (!mayPack(staff, step)) return refuse('PICKUP_LIBRARY_UNKNOWN');
  const { account, library } = staff;
  const body = { ...step, by: { account, library } };
  const parcel = await deps.shipping.call(shippingApi.openParcel, { body });
  const number = parcel.ok ? parcel.value.parcelNumber : 'unknown';
  return writtenOfParcel(deps, staff, number, { action: 'openParcel' }, parcel);
}

/** Of a copy that is held and goes home: why, once staff were asked. */
interface Held {
  held?: HeldAnswer | undefined;
}

/**
 * Scans a copy into a parcel. Into a return parcel goes what the catalog knows of the copy; one that is held for its
 * patron is STILL_HELD (pickupLibrary) until it is said why it goes home. What was brought back is taken in first.
 */
export function pack(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  { reason, held, ...scan }: ParcelStep & Held & { barcode: string; reason?: string | undefined },
): Promise<Decision<Parcel>> {
  return actOnParcel(
    deps,
    staff,
    parcelNumber,
    { action: 'pack', reason },
    async ({ params, by }, parcel) => {
      const body = { ...scan, by };
      if (parcel.direction === 'outward') {
        const packed = await deps.shipping.call(shippingApi.pack, { params, body });
        return orToReturn(deps, packed, scan.barcode);
      }
      const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: scan.barcode.trim() } });
      if (!copy.ok) return copy;
      if (copy.value.stillHeld && held === undefined) return refuseHeld(deps, copy.value);
      if (copy.value.stillHeld && held === 'returned') {
        const back = { ...scan, factId: derivedId(scan.factId, 'hand in'), ...bookDropOf('counter') };
        const taken = await handIn(deps, staff, { ...back, wasLent: true });
        if (!taken.ok) return taken;
      }
      const { copyId, reservationId, allocation, weightGrams, thicknessMm } = copy.value;
      const { protectiveCover, supplementCount } = copy.value;
      const whose = { copyId, reservationId, allocation };
      const known = { ...whose, weightGrams, thicknessMm, protectiveCover, supplementCount };
      return deps.shipping.call(shippingApi.pack, { params, body: { ...body, copy: known } });
    },
  );
}

/**
 * A copy that is not to be packed, because its reservation ended after it was fetched, is nobody's to pack: the desk is
 * told what to do with it (COPY_TO_RETURN).
 */
export async function orToReturn<T>(
  deps: Pick<ParcelDeps, 'catalog'>,
  packed: Decision<T>,
  barcode: string,
): Promise<Decision<T>> {
  const notToBePacked = !packed.ok && ['STATE_CHANGED', 'NOT_FOUND'].includes(packed.refusal.code);
  if (!notToBePacked) return packed;
  const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: barcode.trim() } });
  return copy.ok && copy.value.toReturn !== null ? refuse('COPY_TO_RETURN') : packed;
}

/** Takes a copy out of a parcel; it waits for packing again. */
export function unpack(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  scan: ParcelStep & { barcode: string },
): Promise<Decision<Parcel>> {
  return actOnParcel(deps, staff, parcelNumber, { action: 'unpack' }, ({ params, by }) =>
    deps.shipping.call(shippingApi.unpack, { params, body: { ...scan, by } }),
  );
}

/**
 * R11. 「次の小包に入れる」: a copy beyond the Yu-Mail guide leaves this parcel for a new one to the same library.
 * Every step has an id made from the request's, so that sent again after a fault it goes on where it stopped.
 */
export async function moveToNextParcel(
  deps: ParcelDeps,
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
  // It was in a parcel already: what there was to ask about it was asked.
  const asked = { held: 'unclaimed' } as const;
  return pack(deps, staff, next.value.parcelNumber, { ...step('pack'), ...asked, barcode });
}

/** The parcel is handed to the post; an outward one begins its loans (R7). */
export function dispatch(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep & { mode: ParcelMode; trackingNumber?: string | undefined; reason?: string | undefined },
): Promise<Decision<Parcel>> {
  const { trackingNumber, reason, ...rest } = step;
  return actOnParcel(deps, staff, parcelNumber, { action: 'dispatch', reason }, ({ params, by }) =>
    deps.shipping.call(shippingApi.dispatch, {
      params,
      body: {
        ...rest,
        by,
        ...(trackingNumber === undefined ? {} : { trackingNumber }),
        ...(reason === undefined ? {} : { reason }),
      },
    }),
  );
}

/** One scan of the parcel receives every copy in it; at another library shipping names the right one. */
export async function receiveParcel(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep,
): Promise<Decision<Parcel>> {
  const { params, by } = askedBy(staff, parcelNumber);
  const answer = await deps.shipping.call(shippingApi.receiveParcel, { params, body: { ...step, by } });
  return writtenOfParcel(deps, staff, parcelNumber, { action: 'receiveParcel' }, answer);
}

/** The wrong parcel was scanned: by the library it goes to, or the prefectural desk. STATE_CHANGED: too late. */
export async function takeBackArrival(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  step: ParcelStep & { voids?: string | undefined },
): Promise<Decision<Parcel>> {
  const { params, by } = askedBy(staff, parcelNumber);
  const { voids, ...scan } = step;
  const body = { ...scan, by, ...(voids === undefined ? {} : { voids }) };
  const answer = await deps.shipping.call(shippingApi.takeBackArrival, { params, body });
  return writtenOfParcel(deps, staff, parcelNumber, { action: 'takeBackArrival' }, answer);
}

export { readParcel } from './act-on-parcel.ts';
