import type { Parcel, ParcelNumber, ParcelWithCopy } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { Step } from '../scans/when-scanned.ts';
import { orWhereItIs } from './not-to-pack.ts';
import { moveToNextParcel, pack } from './parcel-verbs.ts';

/** What a packed copy led to: it is in, or the desk has to say how the parcel is to go on. */
export type PackAnswer = { packed: Parcel } | { asks: ParcelWithCopy };

/** The ways out when a copy takes a parcel beyond the Yu-Mail guide, as they are numbered. */
export type WayOut = 'yuPack' | 'nextParcel' | 'yuMailAnyway';

/**
 * R11. Packs a copy into an outward parcel, unless the parcel would go beyond the Yu-Mail guide by it: then nothing is
 * packed and the desk is asked. Refuses as packing does.
 */
export async function packOrAsk(
  deps: StaffWebDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  scan: Step & { barcode: string },
): Promise<Decision<PackAnswer>> {
  const seen = await withCopy(deps, parcelNumber, scan.barcode);
  if (seen.ok && seen.value.goesBeyond) return allow({ asks: seen.value });
  // Whatever is refused, or is in the parcel already, is answered by packing itself.
  const packed = await pack.doneBy(deps, staff, { params: { parcelNumber }, body: scan });
  return packed.ok ? allow({ packed: packed.value }) : packed;
}

/** The parcel as it would be with one more copy; what else to do with the copy, or where it is, for one that is not to be packed. */
export async function withCopy(
  deps: Pick<StaffWebDeps, 'shipping' | 'catalog' | 'libraries'>,
  parcelNumber: ParcelNumber,
  barcode: string,
): Promise<Decision<ParcelWithCopy>> {
  const seen = await deps.shipping.parcelWithCopy({ params: { parcelNumber, barcode } });
  return orWhereItIs(deps, seen, barcode);
}

/** The desk's answer to the question. By Yu-Mail all the same it has to say why; answers the parcel the copy is in. */
export async function goOnWithCopy(
  deps: StaffWebDeps,
  staff: Staff,
  parcelNumber: ParcelNumber,
  { way, reason, ...scan }: Step & { barcode: string; way: WayOut; reason: string },
): Promise<Decision<Parcel>> {
  const params = { parcelNumber };
  if (way === 'nextParcel') return moveToNextParcel.doneBy(deps, staff, { params, body: scan });
  if (way === 'yuPack') return pack.doneBy(deps, staff, { params, body: scan });
  const why = reason.trim();
  if (!isReason(why)) return refuse('YU_MAIL_TOO_LARGE');
  return pack.doneBy(deps, staff, { params, body: { ...scan, reason: why } });
}

/** Words, and not a number that was read or typed while the field for them was in use. */
export function isReason(text: string): boolean {
  const read = text.normalize('NFKC').trim();
  return /\p{L}/u.test(read) && !/^[A-D]?[\d\s-]+[A-D]?$/i.test(read);
}
