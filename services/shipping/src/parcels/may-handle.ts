import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Parcel } from '../generated/prisma/client.ts';

/**
 * May staff of that library change this parcel? The prefectural library all (代行入力: it enters for branches that can't
 * scan), a branch what it sends back itself. For everybody else the parcel does not exist.
 */
export function mayHandle(library: string, parcel: Pick<Parcel, 'direction' | 'libraryCode'>): boolean {
  if (library === PREFECTURAL_LIBRARY) return true;
  return parcel.direction === 'return' && library === parcel.libraryCode;
}
