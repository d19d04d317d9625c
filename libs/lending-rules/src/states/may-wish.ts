import {
  notHandedOut,
  notYetPacked,
  type ReservationState,
  thereOrHandedOut,
  withoutCopy,
  withPatronOrUnconfirmed,
} from './reservation-state.ts';

/** What may be wished of a reservation, by its patron on the web or by telephone. */
export type WishKind = 'cancel' | 'changePickup' | 'suspend' | 'resume' | 'extend' | 'declarePickedUp';

/** R8, R20. The states in which a wish is granted; one before the admission is judged after it. */
const grantedIn: Readonly<Record<WishKind, ReadonlySet<string>>> = {
  cancel: notHandedOut,
  changePickup: notYetPacked,
  suspend: withoutCopy,
  resume: new Set<ReservationState>(['suspended']),
  extend: withPatronOrUnconfirmed,
  declarePickedUp: thereOrHandedOut,
};

/**
 * Whether a wish may be offered: it can be granted, as far as the row of My Library knows. Its judge decides, and an
 * extension has more conditions (`decideExtension`).
 */
export function mayWish(kind: WishKind, row: { open: boolean; state: ReservationState }): boolean {
  return row.open && grantedIn[kind].has(row.state);
}
