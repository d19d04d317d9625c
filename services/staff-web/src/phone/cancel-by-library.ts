import type { CancelReasonSchema, ReservationId } from '@toshobin/contracts';
import { type Decision, instantFromDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';

export type CancelReason = z.output<typeof CancelReasonSchema>;

/** The library cancels a reservation (R20): `why` is what the mail says, `reason` is written down. */
export async function cancelByLibrary(
  deps: Pick<StaffWebDeps, 'process' | 'audit' | 'now'>,
  staff: Staff,
  wish: { reservationId: ReservationId; wishId: string; why: CancelReason; reason: string },
): Promise<Decision<{ cancelled: true }>> {
  const { reservationId, wishId, why, reason } = wish;
  const cancelled = await deps.process.cancel({
    reservationId,
    wishId,
    input: { at: instantFromDate(deps.now()), by: 'library', reason: why },
  });
  const deed = { action: 'cancelByLibrary', subject: `reservation ${reservationId}`, reason };
  return written(deps, staff, deed, cancelled);
}
