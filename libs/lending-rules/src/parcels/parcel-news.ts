import type { ParcelStanding } from './parcel-of.ts';
import { type PackedCopyState, type ParcelState, parcelPhase } from './parcel-state.ts';

/** What was told of a parcel, or is to be. */
export interface ToldOfParcel {
  state: ParcelState;
  arrivalAssumed: boolean;
}

/** What is to be told of a parcel that stands so. */
export function tellsOf({ state, arrival }: ParcelStanding): ToldOfParcel {
  return { state, arrivalAssumed: parcelPhase[state] === 'there' && arrival?.assumed === true };
}

/**
 * The news of a parcel: that it is there (for certain, if it was only taken for arrived), that it is on its way again,
 * that it is lost, or that it has not left after all.
 */
export function parcelNews(
  told: ToldOfParcel,
  now: ToldOfParcel,
): 'there' | 'onItsWayAgain' | 'lost' | 'notLeft' | undefined {
  if (now.state === told.state && now.arrivalAssumed === told.arrivalAssumed) return undefined;
  const before = parcelPhase[told.state];
  if (parcelPhase[now.state] === 'there') {
    return before !== 'there' || (told.arrivalAssumed && !now.arrivalAssumed) ? 'there' : undefined;
  }
  if (now.state === 'lost') return 'lost';
  if (before === 'packing') return undefined;
  return now.state === 'dispatched' ? 'onItsWayAgain' : 'notLeft';
}

/** What is known to have left its parcel elsewhere may have been there before. */
const isNotThere: Readonly<Record<PackedCopyState, boolean>> = {
  inside: true,
  missing: true,
  lost: true,
  takenOut: false,
  arrived: false,
  home: false,
  elsewhere: false,
};

/**
 * Whether it is to be told that a copy has arrived with its parcel, or that it has not after all. On the way home
 * nobody hears of arrivals.
 *
 * @param told.arrivals how many arrivals of the copy were told and stand
 */
export function arrivalNews(
  told: { arrivals: number; arrivalAssumed: boolean },
  now: { state: PackedCopyState; standing: ParcelStanding },
): 'arrived' | 'notThere' | undefined {
  const { state, standing } = now;
  if (standing.comesHome) return undefined;
  if (state === 'arrived') {
    const assumed = standing.arrival?.assumed === true;
    return told.arrivals > 0 && (assumed || !told.arrivalAssumed) ? undefined : 'arrived';
  }
  return told.arrivals > 0 && isNotThere[state] ? 'notThere' : undefined;
}
