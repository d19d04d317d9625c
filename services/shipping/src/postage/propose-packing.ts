import type { PackingProposal } from '@toshobin/contracts';
import {
  chooseMode,
  type LendingPolicy,
  type PostageRates,
  type PostalItem,
  postageOf,
} from '@toshobin/lending-rules';

/** Stands for an unknown price: dearer than anything the table knows. */
const UNKNOWN = Number.MAX_SAFE_INTEGER;

interface Rules {
  policy: LendingPolicy;
  rates: PostageRates | undefined;
}

/**
 * R11. How the copies that wait for one library go best: which of them together, in what, for how much, and what the
 * other way would cost; all in one parcel, or in as many Yu-Mail parcels as their guide asks for. Where the table has
 * no rate, fewer parcels are better.
 */
export function proposePacking<T extends PostalItem & { barcode: string }>(
  items: readonly T[],
  rules: Rules,
): Omit<PackingProposal, 'library'> {
  const split = splitForYuMail(items, rules.policy);
  const ways = [[items], ...(split && split.length > 1 ? [split] : [])].map((parcels) =>
    costed(parcels, rules),
  );
  const [best, other] = ways.toSorted((a, b) => (a.yen ?? UNKNOWN) - (b.yen ?? UNKNOWN));
  if (best === undefined) throw new Error('there is always one way: all in one parcel');
  if (other === undefined) return { ...best, instead: null };
  const { parcels, yen } = other;
  return { ...best, instead: { parcels: parcels.length, mode: parcels[0]?.mode ?? 'yuMail', yen } };
}

function costed(
  parcels: readonly (readonly (PostalItem & { barcode: string })[])[],
  { policy, rates }: Rules,
) {
  const made = parcels.map((items) => {
    const { mode } = chooseMode(items, policy);
    const yen = (rates && postageOf(items, mode, rates)) ?? null;
    return { mode, yen, barcodes: items.map(({ barcode }) => barcode) };
  });
  const yen = made.reduce<number | null>(
    (sum, one) => (sum === null || one.yen === null ? null : sum + one.yen),
    0,
  );
  return { parcels: made, yen };
}

/**
 * Splits copies into Yu-Mail parcels, the thickest first, each into the first that it fits; undefined: one fits none.
 */
export function splitForYuMail<T extends PostalItem>(
  items: readonly T[],
  policy: LendingPolicy,
): T[][] | undefined {
  const parcels: T[][] = [];
  for (const item of items.toSorted((a, b) => b.thicknessMm - a.thicknessMm)) {
    const fits = (parcel: readonly T[]) => chooseMode([...parcel, item], policy).mode === 'yuMail';
    if (!fits([])) return undefined;
    const place = parcels.find(fits);
    if (place) place.push(item);
    else parcels.push([item]);
  }
  return parcels;
}
