import type { CopyToReturn, Parcel } from '@toshobin/contracts';

/** What is to go home from a library and lies in none of its open parcels yet. */
export function notPacked(toReturn: readonly CopyToReturn[], own: readonly Parcel[]): CopyToReturn[] {
  const open = own.filter(({ state }) => state === 'open');
  const packed = new Set(open.flatMap(({ lines }) => lines.map(({ barcode }) => barcode)));
  return toReturn.filter(({ barcode }) => !packed.has(barcode));
}
