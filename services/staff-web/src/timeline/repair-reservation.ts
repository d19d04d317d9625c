import { catalogApi, type Repaired, type ReservationId, type ScanAnswer } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf, confirmHandOut, recorded, type Scan } from '../scans/scan-copy.ts';

/** 今の状態に合わせて進める: what the repair did; however often, it is never done twice. */
export async function reconcile(
  deps: Pick<StaffWebDeps, 'processes' | 'audit' | 'now'>,
  staff: Staff,
  { reservationId, reason }: { reservationId: ReservationId; reason: string },
): Promise<Decision<Repaired | 'notYet'>> {
  const did = await deps.processes.repair(reservationId);
  const deed = { action: 'reconcile', subject: `reservation ${reservationId}`, reason } as const;
  return written(deps, staff, deed, did === 'unknown' ? refuse('NOT_FOUND') : allow(did));
}

/** What is done about the copy of a reservation, on the reservation's page. */
export interface CopyRepair extends Scan {
  reservationId: ReservationId;
  reason: string;
}

/**
 * The copy chosen for a reservation is not to be had: it is searched for, and another one is tried. As the scan does it;
 * STATE_CHANGED when the copy is not this reservation's any more.
 */
export async function anotherCopy(
  deps: Pick<StaffWebDeps, 'catalog' | 'audit'>,
  staff: Staff,
  asked: CopyRepair,
): Promise<Decision<ScanAnswer>> {
  const { reservationId, reason, ...scan } = asked;
  const own = await ownCopy(deps, asked);
  const answer = own.ok
    ? await deps.catalog.call(catalogApi.notOnShelf, { body: { ...scan, by: byOf(staff) } })
    : own;
  return written(
    deps,
    staff,
    { action: 'anotherCopy', subject: `reservation ${reservationId}`, reason },
    answer,
  );
}

/** R9. As `confirmHandOut`; STATE_CHANGED when the copy is not this reservation's any more. */
export async function confirmHandOutOf(
  deps: Pick<StaffWebDeps, 'catalog' | 'audit'>,
  staff: Staff,
  asked: CopyRepair,
): Promise<Decision<ScanAnswer>> {
  const { reservationId: _, ...scan } = asked;
  const own = await ownCopy(deps, asked);
  return own.ok ? confirmHandOut(deps, staff, scan) : recorded(deps, staff, 'confirmHandOut', scan, own);
}

/** A reservation that is over still names its last copy, which may be another patron's by now. */
export async function ownCopy(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  { reservationId, barcode }: CopyRepair,
): Promise<Decision<undefined>> {
  const copy = await catalog.call(catalogApi.readCopy, { params: { barcode } });
  if (!copy.ok) return copy;
  return copy.value.reservationId === reservationId ? allow(undefined) : refuse('STATE_CHANGED');
}
