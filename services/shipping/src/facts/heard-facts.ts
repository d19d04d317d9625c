import type { EventType } from '@toshobin/contracts';

/** The facts of others that shipping hears: what scans say of its parcels, how reservations stand, the policy. */
export const heardFacts = [
  'catalog.copy.scanned',
  'catalog.policy.changed',
  'catalog.reservation.changed',
] as const satisfies readonly EventType[];

/** The consumer group in which the instances of this service share their reading. */
export const consumerGroup = 'shipping';
