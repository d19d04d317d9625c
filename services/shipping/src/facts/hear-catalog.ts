import { databaseAway, databaseBusy } from '@toshobin/database';
import { type Handle, hear } from '@toshobin/events';
import { keepMeasures } from '../packing/copy-measures.ts';
import { removeFromPackingList } from '../packing/remove-from-packing-list.ts';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import type { Shipping } from '../shipping.ts';
import { heardFacts } from './heard-facts.ts';
import { keepPolicy } from './keep-policy.ts';

/** What this service wants to know of the catalog: its policy, what copies weigh, and what scans say of our parcels. Safe to repeat. */
export function hearCatalog(shipping: Shipping): Handle {
  return hear(heardFacts, { isAway: databaseAway, isBusy: databaseBusy }, async (event) => {
    switch (event.type) {
      case 'catalog.policy.changed':
        return keepPolicy(shipping.db, event.data);
      case 'catalog.allocation.withdrawn':
        // It is its reservation's no more: not to be packed, and no branch need look for it.
        await removeFromPackingList(shipping, event.data);
        return;
      case 'catalog.copy.measured':
        return keepMeasures(shipping, event.data, event.sequence);
      case 'catalog.copy.scanned':
        return noteCopyScanned(shipping, event.data);
      default:
        event satisfies never;
    }
  });
}
