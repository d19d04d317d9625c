import type { PatronId, PatronRow, ReservationId } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate } from '@toshobin/lending-rules';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnReservation } from './read-my-library.ts';

/**
 * R20. Cancels the patron's own reservation, any time until handed out. Sent twice (same `wishId`, or after it has
 * ended), it answers the same. Refuses NOT_FOUND, CANCEL_TOO_LATE, STATE_CHANGED, TRY_AGAIN.
 */
export async function cancelReservation(
  deps: Pick<PatronWebDeps, 'patron' | 'catalog' | 'process' | 'now'>,
  wish: { patronId: PatronId; reservationId: ReservationId; wishId: string },
): Promise<Decision<PatronRow>> {
  const { patronId, reservationId, wishId } = wish;
  const own = await readOwnReservation(deps, { patronId, reservationId });
  if (!own.ok) return own;
  if (own.value.row.state === 'cancelled') return allow(own.value.row);
  const answer = await deps.process.cancel({
    reservationId,
    wishId,
    input: { at: instantFromDate(deps.now()), by: 'patron' },
  });
  const after = await readOwnReservation(deps, { patronId, reservationId });
  if (!after.ok) return after;
  if (after.value.row.state === 'cancelled') return allow(after.value.row);
  return answer.ok ? allow(after.value.row) : answer;
}
