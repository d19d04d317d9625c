import type { PlainWish, ResumeAnswer, SuspendAnswer, SuspendWish } from '@toshobin/contracts';
import { allow, type Refusal } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** What the process knows without asking anybody. */
export function refusedToSuspend({ wasRefused, cancelled, hasCopy }: Reservation): Refusal | undefined {
  if (wasRefused || cancelled) return { code: 'STATE_CHANGED' };
  return hasCopy ? { code: 'SUSPEND_TOO_LATE' } : undefined;
}

/** The same; without a loan slot (R15) there is nothing to resume to. */
export function refusedToResume(reservation: Reservation): Refusal | undefined {
  const { wasRefused, cancelled, hasCopy, state } = reservation;
  if (wasRefused || cancelled) return { code: 'STATE_CHANGED' };
  const needsSlot = state?.stage === 'suspended' && state.resumesOn === null;
  return !hasCopy && needsSlot ? { code: 'STATE_CHANGED' } : undefined;
}

/**
 * Suspends while queued (R20): the place is kept and skipped. The catalog judges between this wish and an allocation;
 * another day may be chosen later.
 */
export async function suspend(reservation: Reservation, { until, at }: SuspendWish): Promise<SuspendAnswer> {
  await reservation.isAdmitted();
  const refusal = refusedToSuspend(reservation);
  if (refusal) return { ok: false, refusal };
  const answer = await reservation.obey(catalog.suspend({ reservationId: reservation.id, until, at }));
  if (!answer.ok) return answer;
  await reservation.tellPatron({ milestone: 'suspended', until }, `suspended until ${until}`);
  return allow({ until });
}

/** Waits again at once (R20). Where it waits already, its place is answered. */
export async function resume(reservation: Reservation, _wish: PlainWish): Promise<ResumeAnswer> {
  await reservation.isAdmitted();
  const refusal = refusedToResume(reservation);
  if (refusal) return { ok: false, refusal };
  if (reservation.hasCopy) return allow({ position: 1 });
  const position = await resumeNow(reservation);
  if (!reservation.hasCopy) {
    await reservation.tellPatron({ milestone: 'queued', position, mail: 'none' }, 'waits again');
  }
  return allow({ position });
}

/** Waits again at its old place, unless a wish was quicker. Answers its place. */
export async function resumeNow(reservation: Reservation): Promise<number> {
  const resumed = said(catalog.resume, 'waits again at its old place');
  const answer = await reservation.obey(resumed({ reservationId: reservation.id, at: now() }));
  return answer.ok ? answer.value.position : 0;
}
