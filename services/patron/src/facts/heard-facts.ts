import type { EventType } from '@toshobin/contracts';

/** The facts of others that the patron service hears: how reservations stand, who waits, the policy, the libraries, and when they are posted to. */
export const heardFacts = [
  'catalog.policy.changed',
  'catalog.reservation.changed',
  'catalog.title.waiting',
  'shipping.dispatchCalendar.changed',
  'shipping.library.changed',
] as const satisfies readonly EventType[];

/** As which its consumers share the reading of them. */
export const consumerGroup = 'patron';
