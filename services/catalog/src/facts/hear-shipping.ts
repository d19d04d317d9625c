import { type CloudEvent, type EventData, readEvent } from '@toshobin/contracts';
import { type Handle, isHeard, NotNow, Poison } from '@toshobin/events';
import type { CatalogDeps } from '../catalog-deps.ts';
import { recordMove } from '../copies/record-move.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { heardFacts } from './heard-facts.ts';

/**
 * What the catalog takes from shipping's facts: the steps of a copy inside parcels, and the libraries. Safe to repeat,
 * in any order. What can't be understood is poison; with the database away the partition waits.
 */
export function hearShipping(deps: CatalogDeps): Handle {
  return async (envelope) => {
    const event = understood(envelope);
    if (!isHeard(heardFacts, event)) return;
    switch (event.type) {
      case 'shipping.copy.moved':
        return moved(deps, event.data);
      case 'shipping.library.changed':
        return whenUp(keepLibrary(deps.db, event.data, BigInt(event.sequence)));
      default:
        event satisfies never;
    }
  };
}

function understood(envelope: CloudEvent) {
  try {
    return readEvent(envelope);
  } catch (error) {
    throw new Poison('the event does not fit its type', { cause: error });
  }
}

async function moved(deps: CatalogDeps, data: EventData<'shipping.copy.moved'>): Promise<void> {
  const heard = await whenUp(recordMove(deps, data.fact));
  if (heard === 'unknown') throw new Poison('the catalog has no such copy or allocation');
}

async function whenUp<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new NotNow('the catalog could not record it', { cause: error });
  }
}
