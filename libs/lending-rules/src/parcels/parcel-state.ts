import { z } from 'zod';

export const ParcelStateSchema = z.enum([
  'open',
  'dispatched',
  'arrived',
  /** Every copy of it was processed at the prefectural library. */
  'opened',
  /** Given up; it may be scanned after all. */
  'lost',
  /** Empty, and not used. */
  'discarded',
]);
export type ParcelState = z.infer<typeof ParcelStateSchema>;

/** Where a parcel is in each state. Sets of states are made of these, so that a new state is in all that it should. */
export const parcelPhase: Readonly<Record<ParcelState, 'packing' | 'away' | 'there' | 'unused'>> = {
  open: 'packing',
  dispatched: 'away',
  lost: 'away',
  arrived: 'there',
  opened: 'there',
  discarded: 'unused',
};

/** Whether the parcel was dispatched, and that stands. */
export function wasDispatched(state: ParcelState): boolean {
  return parcelPhase[state] === 'away' || parcelPhase[state] === 'there';
}

/** Whether what is in the parcel is to come: it is being packed or on its way, and not given up. */
export function isToCome(state: ParcelState): boolean {
  return parcelPhase[state] === 'packing' || (parcelPhase[state] === 'away' && state !== 'lost');
}

/** Where a copy is that was packed into a parcel, as far as that parcel tells. */
export const PackedCopyStateSchema = z.enum([
  'inside',
  /** Before the parcel left: not part of it any more. */
  'takenOut',
  /** Came with it to its pickup library. */
  'arrived',
  /** Processed at the prefectural library. */
  'home',
  /** The copy was seen in another parcel or at another library, so it must have left this parcel. */
  'elsewhere',
  /** The copy was not in the opened parcel, and nobody has seen it since. */
  'missing',
  /** Given up, with its parcel or alone. */
  'lost',
]);
export type PackedCopyState = z.infer<typeof PackedCopyStateSchema>;

/** What follows from such a state alone; a set of them has its name here. */
type PackedCopyTrait =
  /** The copy is in its parcel no more, and known to be somewhere. */
  | 'out'
  /** The copy is awaited no more: it came with its parcel, or is home. */
  | 'came';

const traits: Readonly<Record<PackedCopyState, readonly PackedCopyTrait[]>> = {
  inside: [],
  takenOut: ['out'],
  arrived: ['came'],
  home: ['out', 'came'],
  elsewhere: ['out'],
  missing: [],
  lost: [],
};

export function packedCopyIs(state: PackedCopyState, trait: PackedCopyTrait): boolean {
  return traits[state].includes(trait);
}

export const outOfParcel: readonly PackedCopyState[] = PackedCopyStateSchema.options.filter((state) =>
  packedCopyIs(state, 'out'),
);

/** What staff and processes say of a parcel after its packing, and of one copy in it. */
export const ParcelEventKindSchema = z.enum([
  'discarded',
  /** R7: nobody scanned the arrival; the parcel is taken to have come. */
  'assumed',
  /** Somebody had the parcel in the hand at the library that it was sent to. */
  'received',
  /** The arrival is taken back: the parcel was not there. */
  'takenBack',
  'lost',
  /** The post brought it back to the prefectural library. */
  'returned',
  'copyTakenOut',
  'copyMissing',
  'copyFound',
  'copyLost',
  'copyPackedElsewhere',
]);
export type ParcelEventKind = z.infer<typeof ParcelEventKindSchema>;
