import type { Instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { askForReturns } from '../copies/ask-for-returns.ts';
import { endSearches } from '../copies/end-searches.ts';
import { allocateFreeCopies } from './allocate-free-copies.ts';

/**
 * The nightly look at what waits: searches whose time is over, copies that somebody may have again, copies handed in
 * that are not on their way or not home (R10). Each in transactions of its own, so that what was done stays done;
 * repeated it finds nothing left to do.
 */
export async function lookAtWhatWaits(
  deps: CatalogDeps,
  { at }: { at: Instant },
): Promise<{ searchesEnded: number; allocated: number; tasksOpened: number }> {
  const searchesEnded = await endSearches(deps, at);
  const allocated = await allocateFreeCopies(deps, new Date(at));
  const tasksOpened = await askForReturns(deps, at);
  return { searchesEnded, allocated, tasksOpened };
}
