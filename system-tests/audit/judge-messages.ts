import { isOpen } from '@toshobin/events';
import type { Finding } from './finding.ts';
import type { OpenLibrary } from './open-library.ts';

const SENT_WITHIN_MS = 600_000;

/** What is on its way longer than it should: facts, letters, mails. */
export async function judgeMessages(library: OpenLibrary, now: Date): Promise<Finding[]> {
  const { catalog, patron, shipping, letters } = library;
  const waits = {
    where: { publishedAt: null },
    select: { sequence: true },
    orderBy: { sequence: 'asc' },
  } as const;
  const waiting = {
    catalog: await catalog.outbox.findFirst(waits),
    patron: await patron.outbox.findFirst(waits),
    shipping: await shipping.outbox.findFirst(waits),
  };
  const mails = await patron.notice.count({
    where: {
      status: { in: ['pending', 'sending'] },
      notBefore: { lt: new Date(now.getTime() - SENT_WITHIN_MS) },
    },
  });
  const open = (await letters.list()).filter(isOpen);
  return [
    // Looked at again it must be the same one that waits.
    ...Object.entries(waiting).flatMap(([service, first]): Finding[] =>
      first === null ? [] : [{ what: 'outboxWaits', of: { service, first: String(first.sequence) } }],
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
