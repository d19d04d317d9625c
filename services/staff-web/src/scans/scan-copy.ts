import { catalogApi, readBarcode, type ScanAnswer } from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { OtherAction } from '../audit/action-words.ts';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { type CopyInHand, copyInHand } from './copy-in-hand.ts';

/** A scan as a desk sends it: the fact's id comes from the form or device, so that sending twice is once. */
export interface Scan {
  factId: string;
  occurredAt: Instant;
  barcode: string;
}

/** A copy given back, at the counter or from the book drop; its first emptying counts for the day before (R10). */
export interface HandIn extends Scan {
  bookDrop: boolean;
  firstEmptyingOfDay: boolean;
}

type Deps = Pick<StaffWebDeps, 'catalog' | 'audit'>;

/** The copy was taken from the shelf. */
export async function pick(deps: Deps, staff: Staff, scan: Scan): Promise<Decision<ScanAnswer>> {
  const answer = await deps.catalog.call(catalogApi.confirmPick, { body: { ...scan, by: byOf(staff) } });
  return recorded(deps, staff, 'pick', scan, answer);
}

/** The copy is not where it should be. */
export async function notOnShelf(deps: Deps, staff: Staff, scan: Scan): Promise<Decision<ScanAnswer>> {
  const answer = await deps.catalog.call(catalogApi.notOnShelf, { body: { ...scan, by: byOf(staff) } });
  return recorded(deps, staff, 'notOnShelf', scan, answer);
}

/** The copy is back at the prefectural library. */
export async function processReturn(deps: Deps, staff: Staff, scan: HandIn): Promise<Decision<ScanAnswer>> {
  const answer = await deps.catalog.call(catalogApi.processReturn, { body: { ...scan, by: byOf(staff) } });
  return recorded(deps, staff, 'processReturn', scan, answer);
}

/**
 * A pickup library took the copy back. One that is held and was never scanned as handed out is asked about first: taken
 * back by mistake it would be lost to whoever waits for it. Refuses STILL_HELD (pickupLibrary) until it is said that it
 * was lent; what comes out of a book drop was.
 */
export async function handIn(
  deps: Deps & Pick<StaffWebDeps, 'libraries'>,
  staff: Staff,
  { wasLent = false, ...scan }: HandIn & { wasLent?: boolean | undefined },
): Promise<Decision<ScanAnswer>> {
  const copy = scan.bookDrop || wasLent ? undefined : await copyInHand(deps, scan.barcode);
  const answer = copy?.stillHeld
    ? await refuseHeld(deps, copy)
    : await deps.catalog.call(catalogApi.handIn, { body: { ...scan, by: byOf(staff) } });
  return recorded(deps, staff, 'handIn', scan, answer);
}

/** The copy is held for somebody: STILL_HELD, with the name of the library where it is picked up. */
export async function refuseHeld(
  { libraries }: Pick<StaffWebDeps, 'libraries'>,
  { pickupLibrary }: Pick<CopyInHand, 'pickupLibrary'>,
): Promise<Decision<never>> {
  const nameOf = await libraries.names();
  return refuse('STILL_HELD', { pickupLibrary: nameOf(pickupLibrary ?? '') });
}

/** R9. The desk has made sure with the patron that the copy was handed out without a scan. */
export async function confirmHandOut(
  deps: Deps,
  staff: Staff,
  scan: Scan & { reason: string },
): Promise<Decision<ScanAnswer>> {
  const answer = await deps.catalog.call(catalogApi.confirmHandOut, { body: { ...scan, by: byOf(staff) } });
  return recorded(deps, staff, 'confirmHandOut', scan, answer);
}

/** Account and library of whoever scanned; never a person's name. */
export function byOf(staff: Staff): { account: string; library: Staff['library'] } {
  return { account: staff.account, library: staff.library };
}

/** Writes the deed down, named by the copy; whatever else was typed (it may be a card) is not kept. */
export function recorded<T>(
  deps: Pick<StaffWebDeps, 'audit'>,
  staff: Staff,
  action: OtherAction,
  scan: { barcode: string; reason?: string | undefined },
  answer: Decision<T>,
): Promise<Decision<T>> {
  return written(deps, staff, { action, subject: subjectOfCopy(scan.barcode), reason: scan.reason }, answer);
}

/** The copy in the record of what was done. */
export function subjectOfCopy(barcode: string): string {
  const reading = readBarcode(barcode);
  return reading.ok && reading.kind === 'copy' ? `copy ${reading.number}` : 'unknown';
}
