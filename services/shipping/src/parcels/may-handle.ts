import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Parcel } from '../generated/prisma/client.ts';
import { libraryNamed, type Planning } from '../planning/read-planning.ts';

/**
 * May staff of that library change this parcel? The prefectural library all (代行入力: it enters for branches that can't
 * scan), a branch what it sends back itself. For everybody else the parcel does not exist.
 */
export function mayHandle(library: string, parcel: Pick<Parcel, 'direction' | 'libraryCode'>): boolean {
  if (library === PREFECTURAL_LIBRARY) return true;
  return parcel.direction === 'return' && library === parcel.libraryCode;
}

/**
 * Why the contents of a parcel that is not open can't change: PARCEL_ALREADY_DISPATCHED, STATE_CHANGED for a discarded
 * one.
 */
export function refuseNotOpen({ state }: Pick<Parcel, 'state'>): Decision<never> {
  return refuse(state === 'discarded' ? 'STATE_CHANGED' : 'PARCEL_ALREADY_DISPATCHED');
}

/**
 * A parcel is opened where it was sent to; the prefectural desk may enter it for a branch. Refuses WRONG_PICKUP_LIBRARY
 * (pickupLibrary), PARCEL_NOT_SENT, STATE_CHANGED for one that is discarded.
 */
export function decideOpening(library: string, parcel: Parcel, planning: Planning): Decision<undefined> {
  const destination = parcel.direction === 'outward' ? parcel.libraryCode : PREFECTURAL_LIBRARY;
  if (library !== destination && library !== PREFECTURAL_LIBRARY)
    return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: libraryNamed(planning, destination).name });
  if (parcel.state === 'open') return refuse('PARCEL_NOT_SENT');
  return parcel.state === 'discarded' ? refuse('STATE_CHANGED') : allow(undefined);
}
