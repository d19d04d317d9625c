import type { EventType } from '@toshobin/contracts';

/** The facts of others that shipping hears: what scans say of its parcels, and the policy. */
export const heardFacts = [
  'catalog.copy.scanned',
  'catalog.policy.changed',
] as const satisfies readonly EventType[];
