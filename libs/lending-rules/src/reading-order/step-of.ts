import { isAfter } from '../calendar/compare.ts';
import { type Instant, plusDuration } from '../calendar/instant.ts';
import { phaseOf, type ReservationState } from '../states/reservation-state.ts';

/**
 * How a volume of a reading order (読みたい順予約) stands: not asked for yet, on its way, there to be picked up, had (the
 * patron has it, or had it), or missed: its reservation has ended, and the book was handed to nobody.
 */
export type VolumeStands = 'toAsk' | 'underWay' | 'ready' | 'had' | 'missed';

/** A reading order hears of changes; should it hear of none, it looks by itself after this time. */
const LOOKS_AFTER = 'P7D';
/** A volume refused for the limit of ten, the card, the address or the library is asked for again after this time. */
const TRIES_AGAIN_AFTER = 'P1D';
/** So long a patron may take to decide about a volume that was handed to nobody; then the order ends. */
export const DECIDED_WITHIN_DAYS = 28;

/**
 * The volume that is asked for now, that the order waits for, or that its patron has to decide about; and when the
 * order is looked at again if it hears nothing (for one that is asked for: if that is refused).
 */
type ReadingOrderStep =
  | { next: 'ask' | 'wait' | 'decide'; place: number; lookAt: Instant }
  | { next: 'over' };

/**
 * What a reading order does next. A volume is asked for when every one before it is had, so that 下 is never there
 * before 上; `early`: when every one before it is had or ready. Not decided about by `decideBy`, the order is over.
 */
export function stepOf(
  volumes: readonly VolumeStands[],
  { early, decideBy }: { early: boolean; decideBy: Instant | null },
  at: Instant,
): ReadingOrderStep {
  const waitsAt = volumes.findIndex((stands) => stands !== 'had' && !(early && stands === 'ready'));
  const place = waitsAt >= 0 ? waitsAt : volumes.indexOf('ready');
  switch (volumes[place]) {
    case undefined:
      return { next: 'over' };
    case 'toAsk':
      return { next: 'ask', place, lookAt: plusDuration(at, TRIES_AGAIN_AFTER) };
    case 'missed': {
      const lookAt = decideBy ?? plusDuration(at, `P${DECIDED_WITHIN_DAYS}D`);
      return isAfter(lookAt, at) ? { next: 'decide', place, lookAt } : { next: 'over' };
    }
    default:
      return { next: 'wait', place, lookAt: plusDuration(at, LOOKS_AFTER) };
  }
}

/** How a volume stands by the row of its reservation; `ended`: for its patron. One that its borrower lost was had. */
export function volumeStands({ state, ended }: { state: ReservationState; ended: boolean }): VolumeStands {
  switch (phaseOf[state]) {
    case 'withPatron':
    case 'handedIn':
    case 'returned':
      return 'had';
    case 'toPickUp':
    case 'pickupUnconfirmed':
      return 'ready';
    case 'lost':
      return ended ? 'missed' : 'had';
    case 'over':
      return state === 'settled' ? 'had' : 'missed';
    default:
      return 'underWay';
  }
}
