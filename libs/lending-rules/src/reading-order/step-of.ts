import { phaseOf, type ReservationState } from '../states/reservation-state.ts';

/**
 * How a volume of a reading order (読みたい順予約) stands: not asked for yet, on its way, there to be picked up, had (the
 * patron has it, or had it), or missed: its reservation has ended, and the book was handed to nobody.
 */
export type VolumeStands = 'toAsk' | 'underWay' | 'ready' | 'had' | 'missed';

/** Which volume is asked for now, which one it waits for, or which one its patron has to decide about. */
export type ReadingOrderStep = { next: 'ask' | 'wait' | 'decide'; place: number } | { next: 'over' };

/**
 * What a reading order does next. A volume is asked for when every one before it is had, so that 下 is never there before
 * 上; `early`: when every one before it is had or ready.
 */
export function stepOf(volumes: readonly VolumeStands[], { early }: { early: boolean }): ReadingOrderStep {
  const waitsAt = volumes.findIndex((stands) => stands !== 'had' && !(early && stands === 'ready'));
  const place = waitsAt >= 0 ? waitsAt : volumes.indexOf('ready');
  const stands = volumes[place];
  if (stands === undefined) return { next: 'over' };
  return { next: stands === 'toAsk' ? 'ask' : stands === 'missed' ? 'decide' : 'wait', place };
}

/** How a volume stands by the row of its reservation; `ended`: for its patron. Lost by its borrower, it was had. */
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
