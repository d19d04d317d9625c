import { databaseAway, databaseBusy } from '@toshobin/database';
import { type Handle, hear } from '@toshobin/events';
import { keepingStanding } from '../packing/keep-standing.ts';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import type { Shipping } from '../shipping.ts';
import { heardFacts } from './heard-facts.ts';
import { keepPolicy } from './keep-policy.ts';

/** What this service wants to know of the catalog: its policy, which copies are to be packed, and what scans say of our parcels. Safe to repeat. */
export function hearCatalog(shipping: Shipping): Handle {
  return hear(heardFacts, { isAway: databaseAway, isBusy: databaseBusy }, async (event) => {
    switch (event.type) {
      case 'catalog.policy.changed':
        return keepPolicy(shipping.db, event.data);
      case 'catalog.reservation.changed': {
        const { news: _, answered: __, ...standing } = event.data;
        return keepingStanding(shipping, standing, async () => {});
      }
      case 'catalog.copy.scanned':
        return noteCopyScanned(shipping, event.data);
      default:
        event satisfies never;
    }
  });
}
