import { lookEvery, untraced } from '@toshobin/service';
import type { PatronDeps } from '../patron-deps.ts';
import type { Mailer } from './mailer.ts';
import { sendNotices } from './send-notices.ts';
import type { Sending } from './take-groups.ts';

/** While one handful waits for SES, the next is judged; and one that is stuck there holds back none whose database broke and is well again. */
const SENDERS: readonly Sending[] = ['everything', 'everything', 'atOnce'];

/**
 * Sends mails as long as the process runs, looking for due ones every second: to look at each commit would cost more than
 * the mails. What somebody waits for in front of a page is looked for by itself, so that it goes out however many
 * reminders are under way.
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
    /** Finishes the mails in hand. */
    stop: async () => void (await Promise.all(looks.map((look) => look.stop()))),
  };
}
