import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import { type BrowserKind, readBrowserKind } from '@toshobin/web';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** How long a session of somebody who signed in lives. */
export const IDLE_MINUTES = 60;
export const ABSOLUTE_HOURS = 12;

export interface OwnSession {
  readonly id: string;
  readonly since: Instant;
  readonly lastSeen: Instant;
  readonly browser: BrowserKind;
  /** The enrolled terminal, by the name that it was given. */
  readonly terminal: string | undefined;
}

export function prismaOwnSessions(database: PrismaClient, now: () => Date) {
  const ago = (minutes: number) => new Date(now().getTime() - minutes * 60_000);
  return {
    /** Those that have not ended, the last used first. */
    async list(account: string): Promise<OwnSession[]> {
      const rows = await database.session.findMany({
        where: {
          account,
          lastSeenAt: { gte: ago(IDLE_MINUTES) },
          createdAt: { gte: ago(ABSOLUTE_HOURS * 60) },
        },
        select: {
          id: true,
          createdAt: true,
          lastSeenAt: true,
          browser: true,
          terminal: { select: { name: true } },
        },
        orderBy: { lastSeenAt: 'desc' },
      });
      return rows.map(({ id, createdAt, lastSeenAt, browser, terminal }) => ({
        id,
        since: instantFromDate(createdAt),
        lastSeen: instantFromDate(lastSeenAt),
        browser: readBrowserKind(browser),
        terminal: terminal?.name,
      }));
    },
    /** Ends this one, or all but that in which it is asked for; nobody else's. */
    async end(account: string, which: { id: string } | { allBut: string }): Promise<void> {
      const id = 'id' in which ? which.id : { not: which.allBut };
      await database.session.deleteMany({ where: { account, id } });
    },
  };
}
