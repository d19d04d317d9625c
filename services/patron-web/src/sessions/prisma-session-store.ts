import { randomUUID } from 'node:crypto';
import { PatronIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { type SessionStore, type StoredSession, writtenBrowserKind } from '@toshobin/web';
import { z } from 'zod';
import type { SignedIn } from '../access.ts';
import { moveBasket } from '../basket/basket.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';

const ScopeSchema = z.enum(['full', 'choosePassword']);

interface Row {
  id: string;
  patronId: string | null;
  scope: string | null;
  cardLast4: string | null;
  passwordSetAt: Date | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The sessions in this front's own database. */
export function prismaSessionStore(database: PrismaClient): SessionStore<SignedIn> {
  return {
    async find(tokenHash) {
      const row = await database.session.findUnique({ where: { tokenHash } });
      return row ? sessionOf(row) : undefined;
    },
    async open({ tokenHash, at }) {
      // Not an upsert: Prisma looks first then, and of two taps at once the second one would fail.
      const opened = { id: randomUUID(), tokenHash, createdAt: at, lastSeenAt: at };
      await database.session.createMany({ data: opened, skipDuplicates: true });
      return sessionOf(await database.session.findUniqueOrThrow({ where: { tokenHash } }));
    },
    async rotate(id, { tokenHash, principal, at, browser }) {
      const { patronId, scope, cardLast4, passwordSetAt } = principal;
      const data = {
        tokenHash,
        patronId,
        scope,
        cardLast4,
        passwordSetAt,
        createdAt: at,
        lastSeenAt: at,
        browser: writtenBrowserKind(browser),
        // What somebody before them reserved is not theirs to see.
        answers: Prisma.DbNull,
        typed: Prisma.DbNull,
      };
      await database.$transaction(async (transaction) => {
        // Ended meanwhile in another tab, it is opened anew: whoever gave the right password is in.
        await transaction.session.upsert({ where: { id }, create: { id, ...data }, update: data });
        if (scope === 'full') await moveBasket(transaction, id, patronId);
      });
    },
    // In every browser, also where the card is only remembered: the number is the patron's.
    async amend(_id, { patronId, cardLast4 }) {
      const theirs = { where: { patronId }, data: { cardLast4 } };
      await database.$transaction([
        database.session.updateMany(theirs),
        database.rememberedCard.updateMany(theirs),
      ]);
    },
    async touch(id, at) {
      await database.session.updateMany({ where: { id }, data: { lastSeenAt: at } });
    },
    async remove(id) {
      await database.session.deleteMany({ where: { id } });
    },
  };
}

function sessionOf(row: Row): StoredSession<SignedIn> {
  const { id, createdAt, lastSeenAt } = row;
  const principal =
    row.patronId === null
      ? undefined
      : {
          patronId: PatronIdSchema.parse(row.patronId),
          scope: ScopeSchema.parse(row.scope),
          cardLast4: row.cardLast4 ?? '',
          passwordSetAt: row.passwordSetAt && instantFromDate(row.passwordSetAt),
        };
  return { id, principal, createdAt, lastSeenAt };
}
