import type { CloudEvent } from '@toshobin/contracts';
import { databaseAway, databaseBusy } from '@toshobin/database';
import { type EventOf, hear } from '@toshobin/events';
import { hearLibrary } from '../libraries/hear-library.ts';
import { hearAllocated } from '../my-library/hear-allocated.ts';
import { hearLoanLost } from '../my-library/hear-loan-lost.ts';
import { hearLoanReopened } from '../my-library/hear-loan-reopened.ts';
import { hearWithdrawn } from '../my-library/hear-withdrawn.ts';
import { recordFact } from '../my-library/record-fact.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { keepPolicy } from '../policy/keep-policy.ts';
import { keepWaiting } from '../titles/keep-waiting.ts';
import { heardFacts } from './heard-facts.ts';

type HeardFact = EventOf<(typeof heardFacts)[number]>;

/**
 * Hears one fact of another service. Safe to repeat and in any order: rows give way only to a higher place, copies
 * of libraries, policy and queues only to a newer word.
 */
export function hearFact(deps: PatronDeps, envelope: CloudEvent): Promise<void> {
  return hear(heardFacts, { isAway: databaseAway, isBusy: databaseBusy }, (event) => take(deps, event))(
    envelope,
  );
}

async function take(deps: PatronDeps, event: HeardFact): Promise<void> {
  switch (event.type) {
    case 'catalog.copy.scanned':
    case 'shipping.copy.moved':
      return recordFact(deps, event.data);
    case 'catalog.allocation.withdrawn':
      return hearWithdrawn(deps, event.data);
    case 'catalog.copy.allocated':
      return hearAllocated(deps, event.data);
    case 'catalog.loan.lost':
      return hearLoanLost(deps, event.data);
    case 'catalog.loan.reopened':
      return hearLoanReopened(deps, event.data);
    case 'catalog.policy.changed':
      return keepPolicy(deps.db, event.data.version, event.data.policy);
    case 'catalog.title.waiting':
      return keepWaiting(deps.db, event.data, event.sequence);
    case 'shipping.library.changed':
      return hearLibrary(deps, event.data, event.sequence);
    default:
      event satisfies never;
  }
}
