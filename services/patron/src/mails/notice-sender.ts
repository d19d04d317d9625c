import { untraced } from '@toshobin/service';
import type { PatronDeps } from '../patron-deps.ts';
import type { Mailer } from './mailer.ts';
import { sendNotices } from './send-notices.ts';
import type { Sending } from './take-groups.ts';

/** Sends mails as long as the process runs. */
export interface NoticeSender {
  /** Looks at once: a verification mail does not wait. */
  wake(): void;
  /** Finishes the mails in hand. */
  stop(): Promise<void>;
}

/**
 * Looks for due mails every second, and when woken. What somebody waits for in front of a page is looked for by itself, so
 * that it goes out however many reminders are under way.
 */
export function startNoticeSender(deps: PatronDeps, mailer: Mailer, everyMs = 1000): NoticeSender {
  const looks = [startLook(deps, mailer, 'everything'), startLook(deps, mailer, 'atOnce')];
  const wake = () => {
    for (const look of looks) look.wake();
  };
  const timer = setInterval(wake, everyMs);
  return {
    wake,
    async stop() {
      clearInterval(timer);
      await Promise.all(looks.map((look) => look.stop()));
    },
  };
}

/** Never two looks of a kind at once: who is woken during one looks again after it. */
function startLook(deps: PatronDeps, mailer: Mailer, sending: Sending): NoticeSender {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let again = false;
  const look = async () => {
    do {
      again = false;
      await sendNotices(deps, mailer, { sending, stopping: stopping.signal }).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'mails could not be looked for');
      });
    } while (again && !stopping.signal.aborted);
  };
  return {
    wake() {
      if (stopping.signal.aborted) return;
      again = true;
      // Whoever wakes it has written one of the mails.
      running ??= untraced(look).finally(() => {
        running = undefined;
      });
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
