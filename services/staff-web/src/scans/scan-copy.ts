import { readBarcode } from '@toshobin/contracts';
import { type Decision, type Refusal, refuse } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { Offer } from '../sessions/desk-state.ts';
import type { CopyInHand } from './copy-in-hand.ts';
import type { Step } from './when-scanned.ts';

export interface Scan extends Step {
  barcode: string;
}

/** The copy is held for somebody: STILL_HELD, with the name of the library where it is picked up. */
export async function refuseHeld(
  { libraries }: Pick<StaffWebDeps, 'libraries'>,
  { pickupLibrary }: Pick<CopyInHand, 'pickupLibrary'>,
): Promise<Decision<never>> {
  const nameOf = await libraries.names();
  return refuse('STILL_HELD', { pickupLibrary: nameOf(pickupLibrary ?? '') });
}

const asked: Partial<Record<Refusal['code'], Offer>> = {
  STILL_HELD: 'stillHeld',
  HELD_NO_MORE: 'heldNoMore',
  STILL_LENT: 'stillLent',
  STILL_IN_PARCEL: 'stillInParcel',
};

/** A copy that is held, is held no more or is lent, or whose parcel is on its way, is asked about. */
export function askWhyHere({ code }: Refusal): Offer[] {
  const offer = asked[code];
  return offer ? [offer] : [];
}

/** Account and library of whoever scanned; never a person's name. */
export function byOf(staff: Staff): { account: string; library: Staff['library'] } {
  return { account: staff.account, library: staff.library };
}

/** The copy in the record of what was done. */
export function subjectOfCopy(barcode: string): string {
  const reading = readBarcode(barcode);
  return reading.ok && reading.kind === 'copy' ? `copy ${reading.number}` : 'unknown';
}
