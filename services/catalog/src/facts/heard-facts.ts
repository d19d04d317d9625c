import type { EventType } from '@toshobin/contracts';

/** The facts of others that the catalog hears: the steps of a copy inside parcels, copies lost, and the libraries. */
export const heardFacts = [
  'shipping.copy.moved',
  'shipping.copy.lost',
  'shipping.library.changed',
] as const satisfies readonly EventType[];
