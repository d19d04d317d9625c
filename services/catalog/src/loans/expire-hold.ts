import { judgeExpiry } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import { stateByRows } from '../ledger/load-ledgers.ts';
import { endAllocation } from '../queue/end-allocation.ts';
import { withAllocation } from '../queue/with-allocation.ts';

/**
 * R6, R9. The hold ended and nobody came. The copy is nobody's any more, but stays where it is until it is scanned
 * home; one that was never fetched goes to the next. Answers `handedOut` when a hand-out was recorded meanwhile, and
 * `home` when the copy is held no more for another reason: it came home, is lost, or was taken from the reservation,
 * which waits again (its process is about to hear that). `notYet` when a closure has moved the hold's end meanwhile, or
 * it has none any more.
 */
export const expireHold: Carries<'expireHold'> = (deps, command) =>
  withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const { reservationId } = journey;
      const copy = (await stateByRows(tx, reservationId))?.copy;
      const state = judgeExpiry(journey, copy?.holdUntil ?? null, command.at);
      if (state === 'expired' && journey.open) {
        await tx.queueEntry.update({ where: { reservationId }, data: { state: 'left' } });
        await endAllocation(tx, journey, 'expired', new Date(command.at));
      }
      return { state };
    },
    () => ({ state: 'home' }),
  );
