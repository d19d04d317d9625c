import { type Logger, type Looking, lookEvery } from '@toshobin/service';
import type { CatalogDeps } from '../catalog-deps.ts';
import { workOffClosures } from './work-off-closures.ts';

const LOOK_EVERY_MS = 60_000;
/** The first look comes once the process answers: what a first query loads is a tenth of a start's work. */
const FIRST_LOOK_MS = 10_000;

/**
 * Works off the closures, at once when one is heard, soon after a start and every minute as long as the process runs:
 * the next look finds a date that was written while a closure was being heard, or that a mail named, and tries again
 * what failed.
 */
export function keepClosures(deps: CatalogDeps, log: Logger): Looking {
  const look = async () => {
    const { followed, failed } = await workOffClosures(deps);
    if (followed > 0) log.info({ followed }, 'dates followed closures');
    for (const [reservationId, why] of failed) {
      log.warn({ reservationId, why }, 'a date did not follow a closure; tried again');
    }
  };
  const looking = lookEvery(LOOK_EVERY_MS, look, (error) =>
    log.warn({ err: error }, 'the look after closures failed; tried again'),
  );
  setTimeout(() => looking.wake(), FIRST_LOOK_MS).unref();
  return looking;
}
