import { lookEvery, untraced } from '@toshobin/service';
import type { PatronDeps } from '../patron-deps.ts';
import type { Mailer } from './mailer.ts';
import { sendNotices } from './send-notices.ts';
import type { Sending } from './take-groups.ts';

/** Two senders: one judges while the other waits for SES; stuck with a broken database, it holds back only its own. */
const SENDERS: readonly Sending[] = ['everything', 'everything', 'atOnce'];

/**
 * Sends mails as long as the process runs, looking for due ones every second: to look at each commit would cost more
 * than the mails. A sender of its own looks for those that somebody waits for in front of a page, so that they go out
 * however many reminders are under way.
 */
export function startNoticeSender(deps: PatronDeps, mailer: Mailer, everyMs = 1000) {
  const looks = SENDERS.map((sending) =>
    lookEvery(
      everyMs,
      (stopping) => untraced(() => sendNotices(deps, mailer, { sending, stopping })),
      (error) => deps.log.warn({ err: error }, 'mails could not be looked for'),
    ),
  );
  return {
    /** Ends once the mails in hand are finished. */
    stop: async () => void (await Promise.all(looks.map((look) => look.stop()))),
  };
}
