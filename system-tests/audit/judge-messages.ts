import { isOpen } from '@toshobin/events';
import type { Finding } from './finding.ts';
import type { OpenLibrary } from './open-library.ts';

const PUBLISHED_WITHIN_MS = 60_000;
const SENT_WITHIN_MS = 600_000;

/** What is on its way longer than it should: facts, letters, mails. */
export async function judgeMessages(library: OpenLibrary, now: Date): Promise<Finding[]> {
  const { catalog, patron, shipping, letters } = library;
  const late = { publishedAt: null, createdAt: { lt: new Date(now.getTime() - PUBLISHED_WITHIN_MS) } };
  const waiting = {
    catalog: await catalog.outbox.count({ where: late }),
    patron: await patron.outbox.count({ where: late }),
    shipping: await shipping.outbox.count({ where: late }),
  };
  const mails = await patron.notice.count({
    where: {
      status: { in: ['pending', 'sending'] },
      notBefore: { lt: new Date(now.getTime() - SENT_WITHIN_MS) },
    },
  });
  const open = (await letters.list()).filter(isOpen);
  return [
    ...Object.entries(waiting).flatMap(([service, count]): Finding[] =>
      count === 0 ? [] : [{ what: 'outboxWaits', of: { service }, seen: `${count} facts` }],
    ),
    ...(mails === 0 ? [] : [{ what: 'mailWaits' as const, of: {}, seen: `${mails} mails` }]),
    ...open.map(
      ({ position, parked, group, reason }): Finding => ({
        what: parked === undefined ? 'deadLetter' : 'parkedKey',
        of: { letter: position, ...(group ? { reader: group } : {}) },
        seen: reason,
      }),
    ),
  ];
}
