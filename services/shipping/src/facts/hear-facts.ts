import { databaseAway, databaseBusy } from '@toshobin/database';
import { type Hears, hear } from '@toshobin/events';
import { noteCopyScanned } from '../parcels/note-copy-scanned.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { keepingStanding } from '../standings/keep-standing.ts';
import { heardFacts } from './heard-facts.ts';

/**
 * What shipping hears of the catalog: its policy, which copies to pack, and scans of our parcels' copies. Safe to
 * repeat.
 */
export function hearFacts(deps: ShippingDeps): Hears {
  return hear(heardFacts, { isAway: databaseAway, isBusy: databaseBusy }, async (event) => {
    switch (event.type) {
      case 'catalog.policy.changed':
        return keepPolicy(deps.db, event.data);
      case 'catalog.reservation.changed': {
        const { news: _, answered: __, ...standing } = event.data;
        await keepingStanding(deps, standing, (_tx, keep) => keep());
        return;
      }
      case 'catalog.copy.scanned':
        return noteCopyScanned(deps, event.data);
      default:
        event satisfies never;
    }
  });
}
