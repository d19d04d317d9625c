import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, isHome, isOut, refuse } from '@toshobin/lending-rules';
import type { Answers } from '../catalog-deps.ts';
import type { Journey } from '../ledger/journey.ts';
import { withEntry } from '../queue/with-entry.ts';

/**
 * R9. The desk allows, once, that a copy whose hold at a pickup library has ended is handed out all the same, before it
 * is sent back. Repeated it answers the same. Refuses NOT_FOUND; STATE_CHANGED while the hold goes on, when it was
 * handed out, or when the reservation has no copy; DO_NOT_HAND_OUT once it was cancelled, sent back, or has come home,
 * and at the prefectural library: there the process ends with the hold and no card has the reservation any more, so the
 * copy is returned and lent at the counter.
 */
export const allowLateHandOut: Answers<'allowLateHandOut'> = (deps, command) =>
  withEntry(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return refuse('NOT_FOUND');
    if (locked.held === undefined) return refuse('STATE_CHANGED');
    const { journey } = locked.held;
    if (journey.ending === 'cancelled' || isHome(journey)) {
      return refuse('DO_NOT_HAND_OUT');
    }
    if (journey.open || journey.ending !== 'expired') return refuse('STATE_CHANGED');
    const isOver = journey.entry.pickupLibrary === PREFECTURAL_LIBRARY;
    if (isOver || !mayBeTakenUpAgain(journey)) return refuse('DO_NOT_HAND_OUT');
    await tx.allocation.updateMany({
      where: { number: journey.allocation, lateAllowedAt: null },
      data: {
        lateAllowedAt: new Date(command.at),
        lateAllowedBy: command.by.account,
        lateReason: command.reason,
      },
    });
    return allow({ allocation: journey.allocation });
  });

/** R9. Whether the hold has ended, the copy is not sent back yet, and the reservation is not closed. */
export function mayBeTakenUpAgain(journey: Journey): boolean {
  return journey.ending === 'expired' && journey.entry.state !== 'closed' && isOut(journey);
}
