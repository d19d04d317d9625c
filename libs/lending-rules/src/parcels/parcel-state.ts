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

/** Where a copy is that was packed into a parcel, as far as that parcel tells. */
const PackedCopyStateSchema = z.enum([
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

const isKnownToBeOut: Readonly<Record<PackedCopyState, boolean>> = {
  inside: false,
  takenOut: true,
  arrived: false,
  home: true,
  elsewhere: true,
  missing: false,
  lost: false,
};
/** The states of a copy that is in its parcel no more, and known to be somewhere. */
export const outOfParcel: readonly PackedCopyState[] = PackedCopyStateSchema.options.filter(
  (state) => isKnownToBeOut[state],
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
