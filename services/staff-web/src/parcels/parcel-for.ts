import { type LibraryCode, type Parcel, type ParcelDirection, readBarcode } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { Step } from '../scans/when-scanned.ts';
import { openParcel } from './parcel-verbs.ts';

/** The parcel to or from a library that is being packed, or a new one. */
export async function parcelFor(
  deps: StaffWebDeps,
  staff: Staff,
  to: { library: LibraryCode; direction: ParcelDirection },
  step: Step,
): Promise<Decision<Parcel>> {
  const open = await deps.shipping.listParcels({ query: { ...to, state: 'open' } });
  const [newest] = open.ok ? open.value.parcels : [];
  return newest ? allow(newest) : openParcel.doneBy(deps, staff, { params: {}, body: { ...step, ...to } });
}

export async function onPackingList({ shipping }: Pick<StaffWebDeps, 'shipping'>, code: string) {
  const reading = readBarcode(code);
  const list = await shipping.packingList();
  if (!list.ok || !reading.ok) return undefined;
  return list.value.rows.find(({ barcode }) => barcode === reading.number);
}
