import {
  type PlaceTrait,
  PREFECTURAL_LIBRARY,
  type CopyPlace as PublicPlace,
  placeIs,
} from '@toshobin/contracts';
import type { Position } from '@toshobin/lending-rules/ledger';
import { literals, type Prisma } from '../database.ts';
import { type CopyCondition, CopyPlace } from '../generated/prisma/enums.ts';

/** Where a copy is, as anybody may know it: its condition goes before its last place. */
export function publicPlace(copy: { condition: CopyCondition; place: CopyPlace }): PublicPlace {
  if (copy.condition === 'searching') return 'searching';
  return copy.condition === 'inService' ? copy.place : 'unavailable';
}

/** The places with that trait, for a statement: `copy.place IN (…)`. */
export function placesThatAre(trait: PlaceTrait): Prisma.Sql {
  return literals(Object.values(CopyPlace).filter((place) => placeIs(place, trait)));
}

export interface Whereabouts {
  place: CopyPlace;
  /** The library where the copy is; null: the prefectural library. */
  placeLibrary: string | null;
}

/**
 * Where the facts of its latest allocation say that a copy is. A fold, so the order in which facts are heard changes
 * nothing.
 *
 * @param open whether the allocation is still open: one that ended before the copy was fetched leaves it on its shelf
 */
export function whereaboutsOf(position: Position, pickupLibrary: string, open: boolean): Whereabouts {
  const atHome = (place: CopyPlace) => ({ place, placeLibrary: null });
  const away = (place: CopyPlace) => ({
    place,
    placeLibrary: pickupLibrary === PREFECTURAL_LIBRARY ? null : pickupLibrary,
  });
  switch (position.furthest) {
    case 'allocated':
      return atHome(open ? 'beingPrepared' : 'onShelf');
    case 'picked':
      return atHome(pickupLibrary === PREFECTURAL_LIBRARY ? 'onHoldShelf' : 'beingPrepared');
    case 'packed':
      return atHome('beingPrepared');
    case 'shipped':
      return away('inTransit');
    case 'arrived':
      return away('atPickupLibrary');
    case 'handedOut':
      return away('onLoan');
    case 'handedIn':
    case 'sentBack':
      return away('returning');
    case 'home':
      return atHome('onShelf');
  }
}
