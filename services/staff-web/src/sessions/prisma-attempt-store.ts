import type { AttemptStore } from '@toshobin/web';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Counts of failed sign-ins in this front's own database. */
export function prismaAttemptStore(database: PrismaClient): AttemptStore {
  return {
    async add(key, windowStart) {
      const row = await database.signInAttempt.upsert({
        where: { key_windowStart: { key, windowStart } },
        create: { key, windowStart, count: 1 },
        update: { count: { increment: 1 } },
      });
      return row.count;
    },
    async count(key, windowStart) {
      const row = await database.signInAttempt.findUnique({
        where: { key_windowStart: { key, windowStart } },
      });
      return row?.count ?? 0;
    },
  };
}
