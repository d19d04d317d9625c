import type { Instant, MaintenanceWindow } from '@toshobin/lending-rules';
import { type Logger, type Looking, lookEvery } from '@toshobin/service';
import type { Pool } from 'pg';
import { gatherShelfChanges } from './gather-shelf-changes.ts';
import { placeInWindow, renormaliseInWindow } from './place-in-window.ts';

const LOOK_EVERY_MS = 60_000;

/**
 * What the search needs to stay fast, looked at every minute as long as the process runs: what came to the shelf or
 * left it is gathered, and at night, while the patrons' web is closed, what another release has normalised is written
 * anew and added records are placed. Without it every search is right and gets slower.
 */
export function keepSearchFast(deps: {
  pool: Pool;
  window: MaintenanceWindow;
  now: () => Instant;
  log: Logger;
}): Looking {
  const { pool, window, now, log } = deps;
  const look = async () => {
    await gatherShelfChanges(pool);
    const renormalised = await renormaliseInWindow(pool, { window, now });
    if (renormalised > 0) log.info({ renormalised }, 'records were written anew for the search');
    const placed = await placeInWindow(pool, { window, at: now() });
    if (placed > 0) log.info({ placed }, 'added records were placed');
  };
  return lookEvery(LOOK_EVERY_MS, look, (error) =>
    log.warn({ err: error }, 'the look after the search failed; tried again'),
  );
}
