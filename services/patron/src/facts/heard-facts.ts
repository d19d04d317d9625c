import type { EventType } from '@toshobin/contracts';

/** The facts of others that the patron service hears: where a patron's copy is, the policy, and the libraries. */
export const heardFacts = [
  'catalog.copy.scanned',
  'catalog.policy.changed',
  'shipping.copy.moved',
  'shipping.library.changed',
] as const satisfies readonly EventType[];
