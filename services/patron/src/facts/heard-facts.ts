import type { EventType } from '@toshobin/contracts';

/** The facts of others that the patron service hears: where a patron's copy is and whose, who waits, the policy, and the libraries. */
export const heardFacts = [
  'catalog.allocation.withdrawn',
  'catalog.copy.allocated',
  'catalog.copy.scanned',
  'catalog.loan.lost',
  'catalog.loan.reopened',
  'catalog.policy.changed',
  'catalog.title.waiting',
  'shipping.copy.moved',
  'shipping.library.changed',
] as const satisfies readonly EventType[];
