import { epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import type { Database } from '../database.ts';
import { type Notice, Prisma } from '../generated/prisma/client.ts';
import { IS_TO_GO } from '../notices/notice-status.ts';

/** After the lease another sender may try: so long a mail waits whose sender was killed. */
const LEASE_MS = 45_000;
/** A mail that is not handed over by then waits for the next lease: SES and the row take the rest of this one. */
export const HANDED_OVER_WITHIN_MS = 20_000;
/** More than senders hold at a time, so that each finds groups that are free. */
const LOOKED_AT = 200;

/** Mails of the one kind that somebody waits for in front of a page, or all. */
export type Sending = 'everything' | 'atOnce';

/**
 * R19. Takes for this sender the notices that go out as one mail each: the oldest groups of which one is due and that
 * no other is taking, with those that are not due yet, since they belong into the same mail. A group has one taker at a
 * time, so that it is never split. Empty: nothing is due, or others have it.
 *
 * @param sending `atOnce`: only mails about an address, a password or a card, which somebody waits for: they do not
 * wait for the morning's reminders
 */
export async function takeGroups(
  db: Database,
  now: Instant,
  { sending, most }: { sending: Sending; most: number },
): Promise<Notice[][]> {
  const at = new Date(now);
  const isAsked = sending === 'atOnce' ? Prisma.sql`AND reservation_id IS NULL` : Prisma.empty;
  // One statement is one transaction: its locks end once the notices are taken.
  const taken = await db.$queryRaw<{ id: string }[]>`
    WITH due AS MATERIALIZED (
      SELECT id, patron_id, kind, group_key FROM notice
      WHERE ${Prisma.raw(IS_TO_GO)} AND not_before <= ${at}
        AND (patron_id IS NOT NULL OR address IS NOT NULL) ${isAsked}
      ORDER BY not_before LIMIT ${LOOKED_AT}
    ), free AS MATERIALIZED (
      SELECT * FROM due
      WHERE pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', patron_id, kind, group_key), 0)) LIMIT ${most}
    ), together AS (
      SELECT one.id FROM notice one JOIN free USING (patron_id, kind, group_key)
      -- Whoever applies for a card has no other mail.
      UNION SELECT id FROM free
    )
    UPDATE notice SET status = 'sending', attempts = attempts + 1,
      not_before = ${new Date(instantFromEpochMs(epochMs(now) + LEASE_MS))}
    WHERE id IN (SELECT id FROM together)
      -- Another may have had it between the reading and the lock: then it is under way.
      AND (status = 'pending' OR (status = 'sending' AND not_before <= ${at}))
    RETURNING id`;
  if (taken.length === 0) return [];
  const notices = await db.notice.findMany({
    where: { id: { in: taken.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const groups = new Map<string, Notice[]>();
  for (const notice of notices) groups.set(groupOf(notice), [...(groups.get(groupOf(notice)) ?? []), notice]);
  return [...groups.values()];
}

function groupOf({ id, patronId, kind, groupKey }: Notice): string {
  return patronId === null ? id : `${patronId} ${kind} ${groupKey}`;
}

/** The notices that are still this sender's: one that another has taken since is the other's until its lease ends. */
export function underThisLease(notices: readonly Notice[]) {
  const [first] = notices;
  return {
    id: { in: notices.map(({ id }) => id) },
    status: 'sending',
    ...(first ? { notBefore: first.notBefore } : {}),
  } as const;
}
