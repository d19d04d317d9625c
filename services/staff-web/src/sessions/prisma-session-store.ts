import { randomUUID } from 'node:crypto';
import type { SessionStore, StoredSession } from '@toshobin/web';
import { staffOf } from '../accounts/accounts.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

interface Row {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  of: { account: string; role: string; library: string } | null;
}

/** The sessions in this front's own database; the role is read anew with every request. */
export function prismaSessionStore(database: PrismaClient): SessionStore<Staff> {
  return {
    async find(tokenHash) {
      const row = await database.session.findUnique({ where: { tokenHash }, include: { of: true } });
      return row ? sessionOf(row) : undefined;
    },
    async open({ tokenHash, at }) {
      const row = await database.session.upsert({
        where: { tokenHash },
        create: { id: randomUUID(), tokenHash, createdAt: at, lastSeenAt: at },
        update: {},
        include: { of: true },
      });
      return sessionOf(row);
    },
    async rotate(id, { tokenHash, principal, at }) {
      await database.deskScan.deleteMany({ where: { sessionId: id } });
      const data = {
        tokenHash,
        account: principal.account,
        createdAt: at,
        lastSeenAt: at,
        contactBefore: at,
      };
      // Another person at the same browser: what the one before had in hand is not theirs.
      const nothingInHand = {
        answer: Prisma.DbNull,
        shownCard: null,
        shownAt: null,
        callerCard: null,
        callerAt: null,
        recentScans: [],
      };
      // Ended meanwhile in another tab, it is opened anew: whoever gave the right password is in.
      await database.session.upsert({
        where: { id },
        create: { id, ...data },
        update: { ...data, ...nothingInHand },
      });
    },
    async touch(id, at) {
      // The contact before this one is where a device without a line last was.
      await database.$executeRaw`
        UPDATE session SET contact_before = last_seen_at, last_seen_at = ${at} WHERE id = ${id}::uuid`;
    },
    async remove(id) {
      await database.session.deleteMany({ where: { id } });
    },
  };
}

function sessionOf({ id, createdAt, lastSeenAt, of }: Row): StoredSession<Staff> {
  return { id, createdAt, lastSeenAt, principal: of ? staffOf(of) : undefined };
}
