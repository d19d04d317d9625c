import { randomUUID } from 'node:crypto';
import type { SessionStore, StoredSession } from '@toshobin/web';
import { staffOf } from '../accounts/accounts.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
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
      await database.session.update({
        where: { id },
        data: { tokenHash, account: principal.account, createdAt: at, lastSeenAt: at },
      });
    },
    async touch(id, at) {
      await database.session.updateMany({ where: { id }, data: { lastSeenAt: at } });
    },
    async remove(id) {
      await database.session.deleteMany({ where: { id } });
    },
  };
}

function sessionOf({ id, createdAt, lastSeenAt, of }: Row): StoredSession<Staff> {
  return { id, createdAt, lastSeenAt, principal: of ? staffOf(of) : undefined };
}
