import type { EventType } from '@toshobin/contracts';

/** The facts of others that the patron service hears: how reservations stand, who waits, the policy, and the libraries. */
export const heardFacts = [
  'catalog.policy.changed',
  'catalog.reservation.changed',
  'catalog.title.waiting',
  'shipping.library.changed',
] as const satisfies readonly EventType[];
