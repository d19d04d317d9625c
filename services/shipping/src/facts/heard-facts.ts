import type { EventType } from '@toshobin/contracts';

/** The facts of others that shipping hears: what scans say of its parcels, how reservations stand, the policy. */
export const heardFacts = [
  'catalog.copy.scanned',
  'catalog.policy.changed',
  'catalog.reservation.changed',
] as const satisfies readonly EventType[];

/** As which its consumers share the reading of them. */
export const consumerGroup = 'shipping';
