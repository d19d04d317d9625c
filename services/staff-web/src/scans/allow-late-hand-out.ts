import { catalogApi, type ReservationId } from '@toshobin/contracts';
import { type Decision, instantFromDate } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from './scan-copy.ts';

/** R9. The prefectural desk, telephoned by the branch, allows one hand-out after the hold ended. */
export async function allowLateHandOut(
  deps: Pick<StaffWebDeps, 'catalog' | 'audit' | 'now'>,
  staff: Staff,
  { reservationId, reason }: { reservationId: ReservationId; reason: string },
): Promise<Decision<{ allocation: number }>> {
  const body = { at: instantFromDate(deps.now()), by: byOf(staff), reason };
  const allowed = await deps.catalog.call(catalogApi.allowLateHandOut, { params: { reservationId }, body });
  const deed = { action: 'allowLateHandOut', subject: `reservation ${reservationId}`, reason };
  return written(deps, staff, deed, allowed);
}
