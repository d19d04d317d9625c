import { untraced } from '@toshobin/service';
import type { PatronDeps } from '../patron-deps.ts';
import type { Mailer } from './mailer.ts';
import { sendNotices } from './send-notices.ts';
import type { Sending } from './take-groups.ts';

/** Sends mails as long as the process runs. */
export interface NoticeSender {
  /** Finishes the mails in hand. */
  stop(): Promise<void>;
}

/**
 * Looks for due mails every second: to look at each commit would cost more than the mails. What somebody waits for in
 * front of a page is looked for by itself, so that it goes out however many reminders are under way.
 */
export function startNoticeSender(deps: PatronDeps, mailer: Mailer, everyMs = 1000): NoticeSender {
  const looks = [startLook(deps, mailer, 'everything'), startLook(deps, mailer, 'atOnce')];
  const timer = setInterval(() => {
    for (const look of looks) look.begin();
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(looks.map((look) => look.stop()));
    },
  };
}

/** Never two looks of a kind at once. */
function startLook(deps: PatronDeps, mailer: Mailer, sending: Sending) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const look = async () => {
    await sendNotices(deps, mailer, { sending, stopping: stopping.signal }).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'mails could not be looked for');
    });
  };
  return {
    begin() {
      if (stopping.signal.aborted) return;
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
