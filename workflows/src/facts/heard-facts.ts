import type { EventType } from '@toshobin/contracts';

/** The facts that the bridge tells the processes. */
export const heardFacts = [
  'catalog.copy.allocated',
  'catalog.copy.scanned',
  'catalog.allocation.withdrawn',
  'shipping.copy.moved',
  'shipping.parcel.dispatched',
  'shipping.parcel.arrived',
  'shipping.shelfCheck.answered',
  'patron.notice.sent',
  'patron.loanSlot.free',
] as const satisfies readonly EventType[];
