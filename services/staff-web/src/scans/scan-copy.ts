import { catalogApi, readBarcode, type ScanAnswer } from '@toshobin/contracts';
import type { Decision, Instant } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';

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

/** A pickup library took the copy back. */
export async function handIn(deps: Deps, staff: Staff, scan: HandIn): Promise<Decision<ScanAnswer>> {
  const answer = await deps.catalog.call(catalogApi.handIn, { body: { ...scan, by: byOf(staff) } });
  return recorded(deps, staff, 'handIn', scan, answer);
}

/** Account and library of whoever scanned; never a person's name. */
export function byOf(staff: Staff): { account: string; library: Staff['library'] } {
  return { account: staff.account, library: staff.library };
}

/** Writes the deed down, named by the copy; whatever else was typed (it may be a card) is not kept. */
export async function recorded(
  deps: Pick<StaffWebDeps, 'audit'>,
  staff: Staff,
  action: string,
  scan: { barcode: string },
  answer: Decision<ScanAnswer>,
): Promise<Decision<ScanAnswer>> {
  const reading = readBarcode(scan.barcode);
  const subject = reading.ok && reading.kind === 'copy' ? `copy ${reading.number}` : 'unknown';
  const outcome = answer.ok ? 'done' : answer.refusal.code;
  await deps.audit.write(staff, { action, subject, outcome });
  return answer;
}
