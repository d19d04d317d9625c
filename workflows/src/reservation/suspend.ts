import type { PlainWish, ResumeAnswer, SuspendAnswer, SuspendWish } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { catalog } from '../ports/ports.ts';
import { resumeNow } from './queued.ts';
import type { Reservation } from './reservation.ts';

/**
 * Suspends while queued (R20): the place is kept and skipped. The catalog judges between this wish and an allocation;
 * another day may be chosen later.
 */
export async function suspend(reservation: Reservation, { until, at }: SuspendWish): Promise<SuspendAnswer> {
  if (!(await reservation.isAdmitted()) || reservation.cancelled) return refuse('STATE_CHANGED');
  if (reservation.hasCopy) return refuse('SUSPEND_TOO_LATE');
  const answer = await catalog.suspend({ reservationId: reservation.id, until, at });
  if (!answer.ok) return answer;
  reservation.suspend(until);
  await reservation.tellPatron({ milestone: 'suspended', until });
  return allow({ until });
}

/** Waits again at once (R20). Where it waits already, its place is answered. */
export async function resume(reservation: Reservation, _wish: PlainWish): Promise<ResumeAnswer> {
  if (!(await reservation.isAdmitted()) || reservation.cancelled) return refuse('STATE_CHANGED');
  if (reservation.hasCopy) return allow({ position: 1 });
  // Without a loan slot (R15) there is nothing to resume to.
  if (reservation.suspended?.until === null) return refuse('STATE_CHANGED');
  const position = await resumeNow(reservation);
  if (!reservation.hasCopy) {
    reservation.rowSaysWaiting = true;
    await reservation.tellPatron({ milestone: 'queued', position, mail: 'none' });
  }
  return allow({ position });
}
