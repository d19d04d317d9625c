import type { DispatchBoard, LibraryCode, Parcel } from '@toshobin/contracts';
import {
  chooseMode,
  type LendingPolicy,
  type PostageRates,
  type PostalItem,
  postageOf,
} from '@toshobin/lending-rules';
import { splitForYuMail } from './propose-packing.ts';

export type Cheaper = DispatchBoard['cheaper'][number];

/** A parcel, and what it costs as it stands. */
interface PackedParcel extends Pick<Parcel, 'postageYen'> {
  lines: readonly PostalItem[];
}

/**
 * R11. Whether the open parcels of a library would cost less packed otherwise: all in one, or in as many Yu-Mail
 * parcels as their guide asks for. Undefined when they would not, or when the table has no rate for what is there.
 */
export function cheaperPacking(
  library: LibraryCode,
  parcels: readonly PackedParcel[],
  { policy, rates }: { policy: LendingPolicy; rates: PostageRates },
): Cheaper | undefined {
  const costOf = (items: readonly PostalItem[]) => postageOf(items, chooseMode(items, policy).mode, rates);
  const yen = sumOf(parcels.map(({ postageYen }) => postageYen ?? undefined));
  if (yen === undefined) return undefined;
  const all = parcels.flatMap(({ lines }) => lines);
  const split = splitForYuMail(all, policy);
  const one = chooseMode(all, policy).mode === 'yuMail' ? 'oneYuMail' : 'oneYuPack';
  const ways = [
    { instead: one, insteadParcels: 1, insteadYen: costOf(all) } as const,
    {
      instead: 'severalYuMail',
      insteadParcels: split?.length ?? 0,
      insteadYen: split && sumOf(split.map(costOf)),
    } as const,
  ];
  const known = { library, parcels: parcels.length, yen };
  let best: Cheaper | undefined;
  for (const { insteadYen, ...way } of ways) {
    if (insteadYen === undefined || insteadYen >= (best?.insteadYen ?? yen)) continue;
    best = { ...known, ...way, insteadYen };
  }
  return best;
}

function sumOf(yen: readonly (number | undefined)[]): number | undefined {
  return yen.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  );
}
