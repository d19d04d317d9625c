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

/** The consumer group in which the instances of the bridge share their reading. */
export const consumerGroup = 'bridge';
