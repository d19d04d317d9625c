import { type Parcel, type ParcelNumber, type ParcelWithCopy, shippingApi } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Staff } from '../roles.ts';
import type { ParcelDeps, ParcelStep } from './act-on-parcel.ts';
import { moveToNextParcel, orToReturn, pack } from './work-on-parcel.ts';

/** What a packed copy led to: it is in, or the desk has to say how the parcel is to go on. */
export type PackAnswer = { packed: Parcel } | { asks: ParcelWithCopy };

/** The ways out when a copy takes a parcel beyond the Yu-Mail guide, as they are numbered. */
export type WayOut = 'yuPack' | 'nextParcel' | 'yuMailAnyway';

/**
 * R11. Packs a copy into an outward parcel, unless the parcel would go beyond the Yu-Mail guide by it: then nothing is
 * packed and the desk is asked. Refuses as packing does.
 */
export async function packOrAsk(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  scan: ParcelStep & { barcode: string },
): Promise<Decision<PackAnswer>> {
  const seen = await withCopy(deps, parcelNumber, scan.barcode);
  if (seen.ok && seen.value.goesBeyond) return allow({ asks: seen.value });
  // Whatever is refused, or is in the parcel already, is answered by packing itself.
  const packed = await pack(deps, staff, parcelNumber, scan);
  return packed.ok ? allow({ packed: packed.value }) : packed;
}

/** The parcel as it would be with one more copy; COPY_TO_RETURN for one that is nobody's any more. */
export async function withCopy(
  deps: Pick<ParcelDeps, 'shipping' | 'catalog'>,
  parcelNumber: ParcelNumber,
  barcode: string,
): Promise<Decision<ParcelWithCopy>> {
  const seen = await deps.shipping.call(shippingApi.parcelWithCopy, { params: { parcelNumber, barcode } });
  return orToReturn(deps, seen, barcode);
}

/** The desk's answer to the question. By Yu-Mail all the same it has to say why; answers the parcel the copy is in. */
export async function goOnWithCopy(
  deps: ParcelDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  { way, reason, ...scan }: ParcelStep & { barcode: string; way: WayOut; reason: string },
): Promise<Decision<Parcel>> {
  if (way === 'nextParcel') return moveToNextParcel(deps, staff, parcelNumber, scan);
  if (way === 'yuPack') return pack(deps, staff, parcelNumber, scan);
  const why = reason.trim();
  if (why === '') return refuse('YU_MAIL_TOO_LARGE');
  return pack(deps, staff, parcelNumber, { ...scan, reason: why });
}

/**
 * Why this parcel is to go by Yu-Mail beyond the guide, as it was written down when a copy was packed; not any more once a
 * copy was taken out again.
 */
export async function reasonBeyondGuide(
  deps: Pick<ParcelDeps, 'audit'>,
  parcelNumber: ParcelNumber,
): Promise<string | undefined> {
  const deeds = await deps.audit.read(`parcel ${parcelNumber}`);
  const done = deeds.filter(({ outcome }) => outcome === 'done');
  const last = done.find(
    ({ action, reason }) => action === 'unpack' || (action === 'pack' && reason !== null),
  );
  return last?.reason ?? undefined;
}
