import { isAfter } from '../calendar/compare.ts';
import type { Instant } from '../calendar/instant.ts';
import { type Position, reached, sentBackOf } from './position.ts';

/** What the process knows beside the facts when a reservation ends. */
export interface Ending {
  /** The reservation was cancelled (by anybody). */
  cancelled: boolean;
  /** The hold ran out. */
  expired: boolean;
  /** The last moment of the hold, if it had begun; it decides before `expired`, which only says that a timer fired. */
  holdEnds?: Instant | undefined;
}

/**
 * How the allocation ended. A recorded hand-out or hand-in makes it a loan, whatever was decided meanwhile: what
 * was scanned has happened. Without one, coming home implies a loan only when it came before the hold ended,
 * uncancelled and not in a send-back parcel. All else was not picked up; between two readings of that, the
 * patron's own cancellation stands. No reading brings the patron a loan that nobody recorded and no mail that
 * accuses. Throws while the allocation is still under way.
 */
export function outcomeOf(position: Position, ending: Ending): 'returned' | 'expired' | 'cancelled' {
  if (reached(position, 'handedOut')) return 'returned';
  if (ending.cancelled) return 'cancelled';
  if (position.homeAt === undefined) {
    if (ending.expired) return 'expired';
    throw new RangeError('the allocation is still under way: neither home, nor cancelled, nor expired');
  }
  if (sentBackOf(position) !== undefined) return 'expired';
  const inTime = ending.holdEnds ? !isAfter(position.homeAt, ending.holdEnds) : !ending.expired;
  return inTime ? 'returned' : 'expired';
}
