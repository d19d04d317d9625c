import type { Logger } from '@toshobin/service';
import type { CatalogDeps } from '../catalog-deps.ts';
import { workOffClosures } from './work-off-closures.ts';

const LOOK_EVERY_MS = 60_000;

/**
 * Works off what closures touch, at once when one is heard and every minute as long as the process runs: a date that was
 * written while a closure was being heard, or that a mail named, is found by the next look, and what failed is tried again.
 */
export function keepClosures(deps: CatalogDeps, log: Logger): { wake(): void; stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  let again = false;
  const look = async () => {
    do {
      again = false;
      const { followed, failed } = await workOffClosures(deps);
      if (followed > 0) log.info({ followed }, 'dates followed closures');
      for (const [reservationId, why] of failed) {
        log.warn({ reservationId, why }, 'a date did not follow a closure; tried again');
      }
    } while (again);
  };
  const wake = () => {
    again = true;
    running ??= look()
      .catch((error: unknown) => log.warn({ err: error }, 'the look after closures failed; tried again'))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(wake, LOOK_EVERY_MS);
  wake();
  return {
    wake,
    async stop() {
      clearInterval(timer);
      again = false;
      await running;
    },
  };
}
