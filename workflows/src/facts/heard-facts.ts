import type { EventType } from '@toshobin/contracts';

/** The facts that the bridge tells the processes. */
export const heardFacts = [
  'catalog.reservation.changed',
  'shipping.parcel.dispatched',
  'shipping.parcel.arrived',
  'shipping.parcel.notDispatched',
  'patron.loanSlot.free',
  'patron.readingOrder.changed',
  'patron.card.applied',
  'patron.card.checked',
] as const satisfies readonly EventType[];

/** As which its consumers share the reading of them. */
export const consumerGroup = 'bridge';
