import type { EventType } from '@toshobin/contracts';

/** The facts that the bridge tells the processes. */
export const heardFacts = [
  'catalog.copy.allocated',
  'catalog.copy.scanned',
  'catalog.allocation.withdrawn',
  'catalog.reservation.unservable',
  'catalog.loan.lost',
  'catalog.loan.reopened',
  'shipping.copy.moved',
  'shipping.copy.delayed',
  'shipping.parcel.dispatched',
  'shipping.parcel.arrived',
  'shipping.shelfCheck.answered',
  'shipping.closure.entered',
  'shipping.closure.takenBack',
  'patron.notice.sent',
  'patron.notice.failed',
  'patron.loanSlot.free',
  'patron.card.applied',
  'patron.card.checked',
] as const satisfies readonly EventType[];
