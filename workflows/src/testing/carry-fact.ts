import type { KnownEvent } from '@toshobin/contracts';
import type { InMemoryCatalog } from './in-memory-catalog.ts';
import type { InMemoryPatron } from './in-memory-patron.ts';
import type { InMemoryShipping } from './in-memory-shipping.ts';

/** What the services hear of each other's facts, as their own consumers do. */
export function carryFact(
  event: KnownEvent,
  {
    catalog,
    patron,
    shipping,
  }: { catalog: InMemoryCatalog; patron: InMemoryPatron; shipping: InMemoryShipping },
): void {
  switch (event.type) {
    case 'catalog.reservation.changed':
      patron.hearStanding(event.data);
      shipping.hearStanding(event.data);
      return;
    case 'shipping.copy.moved':
      patron.knowsTime(event.data.fact.recordedAt);
      catalog.hear(event.data);
      return;
    case 'catalog.copy.scanned':
      patron.knowsTime(event.data.fact.recordedAt);
      return;
    case 'shipping.copy.delayed':
      catalog.hearDelayed(event.data);
      return;
    case 'shipping.shelfCheck.answered':
      catalog.hearShelfCheck(event.data);
      return;
    case 'patron.notice.sent':
      catalog.hearNoticeSent(event.data);
      return;
    case 'patron.notice.failed':
      catalog.hearNoticeFailed(event.data);
      return;
    case 'shipping.copy.lost':
      catalog.hearLost(event.data);
      return;
    case 'shipping.closure.entered':
      patron.itIs(event.data.at);
      catalog.hearClosure(event.data);
      return;
    case 'shipping.closure.takenBack':
      patron.itIs(event.data.at);
      catalog.hearClosureTakenBack(event.data);
      return;
  }
}
