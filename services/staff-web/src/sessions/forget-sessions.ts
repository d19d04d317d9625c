import type { PrismaClient } from '../generated/prisma/client.ts';

const HOUR_MS = 3_600_000;

/** Removes sessions nobody has used for a day, and counts of failures older than that. */
export async function forgetSessions(database: PrismaClient, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 24 * HOUR_MS);
  await database.session.deleteMany({ where: { lastSeenAt: { lt: before } } });
  await database.signInAttempt.deleteMany({ where: { windowStart: { lt: before } } });
}
