import type {
  OfWish,
  PlainWish,
  Queued,
  ResumeAnswer,
  SuspendAnswer,
  SuspendWish,
} from '@toshobin/contracts';
import { allow, type Decision, isPassedOn, type Refusal } from '@toshobin/lending-rules';
import { catalog, said } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** Refuses a suspension by what the process knows without asking anybody. */
export function refusedToSuspend({ wasRefused, cancelled, hasCopy }: Reservation): Refusal | undefined {
  if (wasRefused || cancelled) return { code: 'STATE_CHANGED' };
  return hasCopy ? { code: 'SUSPEND_TOO_LATE' } : undefined;
}

/** Refuses a resumption likewise: without a loan slot (R15) there is nothing to resume to. */
export function refusedToResume(reservation: Reservation): Refusal | undefined {
  const { wasRefused, cancelled, hasCopy, state } = reservation;
  if (wasRefused || cancelled) return { code: 'STATE_CHANGED' };
  const needsSlot = state !== undefined && isPassedOn(state);
  return !hasCopy && needsSlot ? { code: 'STATE_CHANGED' } : undefined;
}

/**
 * Suspends while queued (R20): the place is kept and skipped. The catalog judges between this wish and an allocation;
 * another day may be chosen later.
 */
export async function suspend(reservation: Reservation, wish: SuspendWish & OfWish): Promise<SuspendAnswer> {
  const { until } = wish;
  const suspended = said(catalog.suspend, `suspended until ${until}`);
  const answer = await reservation.obey(suspended({ ...wish, reservationId: reservation.id }));
  if (!answer.ok) return answer;
  await reservation.tellPatron({ milestone: 'suspended', until }, `suspended until ${until}`);
  return allow({ until });
}

/** The reservation waits again at once (R20). Where it waits already, the answer is its place. */
export async function resume(reservation: Reservation, wish: PlainWish & OfWish): Promise<ResumeAnswer> {
  const answer = await resumeNow(reservation, wish);
  if (!answer.ok) return answer;
  const { position } = answer.value;
  if (!reservation.hasCopy) {
    await reservation.tellPatron({ milestone: 'queued', position, mail: 'none' }, 'waits again');
  }
  return allow({ position });
}

/** The reservation waits again at its old place, unless a wish was quicker. */
export async function resumeNow(
  reservation: Reservation,
  wish: PlainWish & OfWish,
): Promise<Decision<Queued>> {
  const resumed = said(catalog.resume, 'waits again at its old place');
  return reservation.obey(resumed({ ...wish, reservationId: reservation.id }));
}
