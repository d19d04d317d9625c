import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import type { Parcel } from '../generated/prisma/client.ts';

/**
 * May staff of that library change this parcel? The prefectural library all (代行入力: it enters for branches that can't
 * scan), a branch what it sends back itself. For everybody else the parcel does not exist.
 */
export function mayHandle(library: string, parcel: Pick<Parcel, 'direction' | 'libraryCode'>): boolean {
  if (library === PREFECTURAL_LIBRARY) return true;
  return parcel.direction === 'return' && library === parcel.libraryCode;
}

/** Why the contents of a parcel that is not open can't change: PARCEL_ALREADY_DISPATCHED, STATE_CHANGED for a discarded one. */
export function refuseNotOpen({ state }: Pick<Parcel, 'state'>): Decision<never> {
  return refuse(state === 'discarded' ? 'STATE_CHANGED' : 'PARCEL_ALREADY_DISPATCHED');
}
