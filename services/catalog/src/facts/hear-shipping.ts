import { type CloudEvent, type Library, readEvent } from '@toshobin/contracts';
import { type Handle, isHeard, NotNow, Poison } from '@toshobin/events';
import type { CatalogDeps } from '../catalog-deps.ts';
import { recordLoss } from '../copies/record-loss.ts';
import { recordMove } from '../copies/record-move.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import { allocateFreeCopies } from '../queue/allocate-free-copies.ts';
import { heardFacts } from './heard-facts.ts';

/**
 * What the catalog takes from shipping's facts: the steps of a copy inside parcels, copies lost, and the libraries. Safe to repeat,
 * in any order. What can't be understood is poison; with the database away the partition waits.
 */
export function hearShipping(deps: CatalogDeps): Handle {
  return async (envelope) => {
    const event = understood(envelope);
    if (!isHeard(heardFacts, event)) return;
    switch (event.type) {
      case 'shipping.copy.moved':
        return known(await whenUp(recordMove(deps, event.data.fact)));
      case 'shipping.copy.lost':
        return known(await whenUp(recordLoss(deps, event.id, event.data)));
      case 'shipping.library.changed':
        return whenUp(libraryChanged(deps, event.data, BigInt(event.sequence), new Date(event.time)));
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

/** A library that has reopened may have copies again for those who wait there. */
async function libraryChanged(
  deps: CatalogDeps,
  library: Library,
  sequence: bigint,
  at: Date,
): Promise<void> {
  if (await keepLibrary(deps.db, library, sequence)) await allocateFreeCopies(deps, at, library.code);
}

function known(heard: 'recorded' | 'known' | 'unknown'): void {
  if (heard === 'unknown') throw new Poison('the catalog has no such copy or allocation');
}

async function whenUp<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new NotNow('the catalog could not record it', { cause: error });
  }
}
