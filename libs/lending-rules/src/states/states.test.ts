import { expect, test } from '@jest/globals';
import {
  mayWish,
  notHandedOut,
  onLoan,
  type ReservationState,
  ReservationStateSchema,
  type WishKind,
} from '../index.ts';

/** R8, R20, as the page of the rules has it: what is offered in each state. */
const offered: Readonly<Record<ReservationState, readonly WishKind[]>> = {
  requested: ['cancel', 'changePickup', 'suspend'],
  rejected: [],
  queued: ['cancel', 'changePickup', 'suspend'],
  suspended: ['cancel', 'changePickup', 'suspend', 'resume'],
  allocated: ['cancel', 'changePickup'],
  picked: ['cancel', 'changePickup'],
  heldForLoanLimit: ['cancel', 'changePickup'],
  packed: ['cancel'],
  shipped: ['cancel'],
  arrivalOverdue: ['cancel'],
  ready: ['cancel', 'declarePickedUp'],
  handOutUnconfirmed: ['extend', 'declarePickedUp'],
  handedOut: ['extend'],
  overdue: ['extend'],
  returning: [],
  returned: [],
  cancelled: [],
  expired: [],
  lostInTransit: [],
  settled: [],
};
const kinds: readonly WishKind[] = [
  'cancel',
  'changePickup',
  'suspend',
  'resume',
  'extend',
  'declarePickedUp',
];

test.each(ReservationStateSchema.options)('%s: what may be wished, while it is open', (state) => {
  expect(kinds.filter((kind) => mayWish(kind, { open: true, state }))).toEqual(offered[state]);
  expect(kinds.filter((kind) => mayWish(kind, { open: false, state }))).toEqual([]);
});

test('a reservation is never a loan as well', () => {
  const both = ReservationStateSchema.options.filter((state) => onLoan.has(state) && notHandedOut.has(state));
  expect(both).toEqual([]);
});
