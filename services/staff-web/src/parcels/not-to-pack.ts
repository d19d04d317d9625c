import { type CopyPlace, PREFECTURAL_LIBRARY, readBarcodeOf } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import type { CopyInHand } from '../scans/copy-in-hand.ts';
import { inParcel, lastParcelOf } from '../scans/open-parcel.ts';
import type { Said } from '../scans/say.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping' | 'libraries'>;

/**
 * A copy that is not to be packed: because its reservation ended after it was fetched, and it is nobody's (COPY_TO_RETURN),
 * or because it is somewhere else by what is known of it, which is said (COPY_NOT_TO_PACK), or because no copy of ours has
 * that number (BARCODE_NOT_OURS).
 */
export async function orWhereItIs<T>(deps: Deps, packed: Decision<T>, barcode: string): Promise<Decision<T>> {
  const reading = readBarcodeOf('copy', barcode);
  const isAsked = !packed.ok && ['STATE_CHANGED', 'NOT_FOUND'].includes(packed.refusal.code);
  if (!isAsked || !reading.ok) return packed;
  const copy = await orNone(deps.catalog.readCopy({ params: { barcode: reading.number } }));
  if (!copy) return packed.refusal.code === 'NOT_FOUND' ? refuse('BARCODE_NOT_OURS') : packed;
  if (copy.toReturn !== null) return refuse('COPY_TO_RETURN');
  const isUnfetched = !packed.ok && packed.refusal.code === 'NOT_FOUND' && copy.place === 'beingPrepared';
  const where = (await whereIs(deps, copy)) ?? (isUnfetched ? NOT_FETCHED : undefined);
  return where === undefined ? packed : refuse('COPY_NOT_TO_PACK', { where });
}

const NOT_FETCHED = 'まだ出庫していません。出庫リストで読み取ってください';

const places: Partial<Record<CopyPlace, string>> = {
  onShelf: '棚の資料で、待っている予約がありません',
  onLoan: '貸出中の資料です',
  returning: '返送中の資料です。返却受付で読み取ってください',
  searching: '捜索中の資料です。返却受付で読み取ってください',
  inTransit: '配送中の資料です',
};

/** Where a copy is by what is known of it, to be said to a desk; undefined for places that need no more than their name. */
export async function whereIs(deps: Deps, { barcode, place, pickupLibrary }: CopyInHand) {
  const nameOf = await deps.libraries.names();
  const parcel = await lastParcelOf(deps, barcode);
  if (parcel?.state === 'open') return inParcel(parcel, nameOf);
  if (parcel?.state === 'dispatched' && place === 'inTransit')
    return `${nameOf(parcel.library)}へ配送中です（小包 ${parcel.parcelNumber}）`;
  if (place === 'atPickupLibrary' && pickupLibrary) return `${nameOf(pickupLibrary)}の取り置き棚の資料です`;
  if (place !== 'onHoldShelf') return places[place];
  const query = { library: PREFECTURAL_LIBRARY };
  const held = await orNone(deps.catalog.heldCopies({ query }));
  const holdNumber = held?.rows.find((row) => row.barcode === barcode)?.holdNumber;
  return `県立図書館の取り置き棚の資料です${holdNumber ? `（取り置き番号 ${holdNumber}）` : ''}`;
}

/** A copy that is in an open parcel already for whom it was fetched, in hand: it goes back into that parcel, and nowhere else. */
export async function backIntoParcel(
  deps: Pick<Deps, 'shipping' | 'libraries'>,
  code: string,
  holdNumber?: string,
): Promise<Said | undefined> {
  const reading = readBarcodeOf('copy', code);
  if (!reading.ok) return undefined;
  const barcode = reading.number;
  const parcel = await lastParcelOf(deps, barcode);
  if (parcel?.state !== 'open' || parcel.direction !== 'outward') return undefined;
  const line = parcel.lines.find((one) => one.barcode === barcode);
  if (!line || (holdNumber ?? line.holdNumber) !== line.holdNumber) return undefined;
  const detail = `${inParcel(parcel, await deps.libraries.names())}　取り置き番号 ${line.holdNumber}`;
  return { tone: 'next', pre: '', text: '小包に戻してください', detail, short: '小包に戻す' };
}
