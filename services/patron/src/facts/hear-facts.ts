import { databaseAway, databaseBusy } from '@toshobin/database';
import { type Hears, hear } from '@toshobin/events';
import { instant } from '@toshobin/lending-rules';
import { keepDispatchCalendar } from '../libraries/dispatch-calendar.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import { hearStanding } from '../standings/hear-standing.ts';
import { keepWaiting } from '../titles/keep-waiting.ts';
import { hearLibrary } from './hear-library.ts';
import { heardFacts } from './heard-facts.ts';

/**
 * What the patron service takes from the others' facts. Safe to repeat and in any order: rows give way only to a higher
 * version of how their reservation stands, copies of libraries, calendars, policy and queues only to a newer word.
 */
export function hearFacts(deps: PatronDeps): Hears {
  return hear(heardFacts, { isAway: databaseAway, isBusy: databaseBusy }, async (event) => {
    switch (event.type) {
      case 'catalog.reservation.changed':
        return hearStanding(deps, event.data, instant(event.time));
      case 'catalog.policy.changed':
        return keepPolicy(deps.db, event.data);
      case 'catalog.title.waiting':
        return keepWaiting(deps.db, event.data, BigInt(event.sequence));
      case 'shipping.dispatchCalendar.changed':
        return keepDispatchCalendar(deps.db, event.data, BigInt(event.sequence));
      case 'shipping.library.changed':
        return hearLibrary(deps, event.data, BigInt(event.sequence));
      default:
        event satisfies never;
    }
  });
}
