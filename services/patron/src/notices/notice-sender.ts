import type { PatronDeps } from '../patron-deps.ts';
import type { Mailer } from './mailer.ts';
import { sendNotices } from './send-notices.ts';

/** Sends mails as long as the process runs. */
export interface NoticeSender {
  /** Looks at once: a verification mail does not wait. */
  wake(): void;
  /** Finishes the mail in hand. */
  stop(): Promise<void>;
}

/** Looks for due mails every second, and when woken; never two looks at once. */
export function startNoticeSender(deps: PatronDeps, mailer: Mailer, everyMs = 1000): NoticeSender {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const look = async () => {
    do {
      again = false;
      await sendNotices(deps, mailer).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'mails could not be looked for');
      });
    } while (again && !stopped);
  };
  const wake = () => {
    if (stopped) return;
    again = true;
    running ??= look().finally(() => {
      running = undefined;
    });
  };
  const timer = setInterval(wake, everyMs);
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
