import type { EventType } from '@toshobin/contracts';

/** The facts of others that shipping hears: what scans say of its parcels, what copies weigh, which are to be packed no more, the policy. */
export const heardFacts = [
  'catalog.allocation.withdrawn',
  'catalog.copy.measured',
  'catalog.copy.scanned',
  'catalog.policy.changed',
] as const satisfies readonly EventType[];
