import type { EventType } from '@toshobin/contracts';

/** The facts that the patron service hears: states of reservations, who waits, policy, libraries, dispatch days. */
export const heardFacts = [
  'catalog.policy.changed',
  'catalog.reservation.changed',
  'catalog.title.waiting',
  'shipping.dispatchCalendar.changed',
  'shipping.library.changed',
] as const satisfies readonly EventType[];

/** The consumer group in which the instances of this service share their reading. */
export const consumerGroup = 'patron';
