import { epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import type { Database } from '../database.ts';
import { type Notice, Prisma } from '../generated/prisma/client.ts';

/** R19. The notices that go out as one mail. Without a patron it is one mail to an applicant for a card. */
export interface NoticeGroup {
  patronId: string | null;
  kind: string;
  groupKey: string;
}

/** Longer than any mail takes; after it another sender may try. */
const LEASE_MS = 120_000;

/** The groups of which at least one notice is due; oldest first, at most so many. */
export async function dueGroups(db: Database, now: Instant, limit = 100): Promise<NoticeGroup[]> {
  const rows = await db.$queryRaw<{ patron_id: string | null; kind: string; group_key: string }[]>`
    SELECT patron_id, kind, group_key FROM notice
    WHERE status IN ('pending', 'sending') AND not_before <= ${new Date(now)} AND (patron_id IS NOT NULL OR address IS NOT NULL)
    GROUP BY patron_id, kind, group_key
    ORDER BY min(not_before)
    LIMIT ${limit}`;
  return rows.map((row) => ({ patronId: row.patron_id, kind: row.kind, groupKey: row.group_key }));
}

/**
 * Takes the whole group for this sender, with those of it that are not due yet, since they belong into the same
 * mail. Empty when another sender has it.
 */
export async function leaseGroup(db: Database, group: NoticeGroup, now: Instant): Promise<Notice[]> {
  return db.$transaction(async (tx) => {
    const free = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM notice
      WHERE ${ofPatron(group.patronId)} AND kind = ${group.kind} AND group_key = ${group.groupKey}
        AND (status = 'pending' OR (status = 'sending' AND not_before <= ${new Date(now)}))
      FOR UPDATE SKIP LOCKED`;
    const ids = free.map(({ id }) => id);
    if (ids.length === 0) return [];
    await tx.notice.updateMany({
      where: { id: { in: ids } },
      data: {
        status: 'sending',
        notBefore: instantFromEpochMs(epochMs(now) + LEASE_MS),
        attempts: { increment: 1 },
      },
    });
    return tx.notice.findMany({
      where: { id: { in: ids } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    });
  });
}

/** Written out, because an index answers this and not "is not distinct from". */
function ofPatron(patronId: string | null): Prisma.Sql {
  return patronId === null ? Prisma.sql`patron_id IS NULL` : Prisma.sql`patron_id = ${patronId}::uuid`;
}
