import type { EventType } from '@toshobin/contracts';

/** The facts of others that the catalog hears. */
export const heardFacts = [
  'shipping.copy.moved',
  'shipping.copy.lost',
  'shipping.copy.delayed',
  'shipping.shelfCheck.answered',
  'shipping.closure.entered',
  'shipping.closure.takenBack',
  'patron.notice.sent',
  'patron.notice.failed',
  'patron.history.deleted',
  'shipping.library.changed',
] as const satisfies readonly EventType[];

/** The consumer group in which the instances of this service share their reading. */
export const consumerGroup = 'catalog';
