import type { PatronId } from '@toshobin/contracts';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import { type BrowserKind, readBrowserKind } from '@toshobin/web';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

/** How long a session of somebody who signed in lives. */
export const IDLE_MINUTES = 30;
export const ABSOLUTE_HOURS = 12;

/** Where a patron is signed in. */
export interface OwnSession {
  readonly id: string;
  readonly since: Instant;
  readonly lastSeen: Instant;
  readonly browser: BrowserKind;
}

export interface OwnSessions {
  /** Those that have not ended, the last used first. */
  list(patronId: PatronId): Promise<OwnSession[]>;
  /** Ends one, if it is this patron's and not over already. */
  end(patronId: PatronId, id: string): Promise<void>;
  /**
   * A session that was to choose a password is nobody's. Where its own browser chose one in another tab, or by a second
   * press of the button, it stays as that left it; its basket stays in any case.
   */
  leaveUnchosen(id: string | undefined): Promise<void>;
}

/** The sessions of this front's own database. */
export function prismaOwnSessions(database: PrismaClient, now: () => Date): OwnSessions {
  const ago = (minutes: number) => new Date(now().getTime() - minutes * 60_000);
  return {
    async list(patronId) {
      const rows = await database.session.findMany({
        where: {
          patronId,
          lastSeenAt: { gte: ago(IDLE_MINUTES) },
          createdAt: { gte: ago(ABSOLUTE_HOURS * 60) },
        },
        select: { id: true, createdAt: true, lastSeenAt: true, browser: true },
        orderBy: { lastSeenAt: 'desc' },
      });
      return rows.map(({ id, createdAt, lastSeenAt, browser }) => ({
        id,
        since: instantFromDate(createdAt),
        lastSeen: instantFromDate(lastSeenAt),
        browser: readBrowserKind(browser),
      }));
    },
    async end(patronId, id) {
      await database.session.deleteMany({ where: { id, patronId } });
    },
    async leaveUnchosen(id) {
      if (id === undefined) return;
      const nobody = { patronId: null, scope: null, cardLast4: null, passwordSetAt: null };
      const data = { ...nobody, answers: Prisma.DbNull, typed: Prisma.DbNull };
      await database.session.updateMany({ where: { id, scope: 'choosePassword' }, data });
    },
  };
}
