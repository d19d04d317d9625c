import { randomUUID } from 'node:crypto';
import { hashToken, newToken } from '@toshobin/web';
import { prismaAccounts } from '../accounts/accounts.ts';
import { worksAtTerminals } from '../accounts/how-far.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { openDatabase } from '../open-deps.ts';
import type { Staff } from '../roles.ts';
import { prismaSessionStore } from '../signed-in/prisma-session-store.ts';

/**
 * A session for each of the accounts, which are made where they are not there yet, as it is once somebody has signed in
 * with all that is asked for: a code, or at an enrolled terminal.
 *
 * @returns the tokens of their cookies, in the same order
 */
export async function openSessions(
  databaseUrl: string,
  accounts: readonly (Staff & { password: string })[],
  at: Date,
): Promise<string[]> {
  const database = openDatabase(databaseUrl);
  try {
    await prismaAccounts(database).add(accounts);
    const store = prismaSessionStore(database, { secondFactorRequired: true, now: () => at });
    const tokens: string[] = [];
    for (const { password: _password, ...staff } of accounts) {
      const token = newToken();
      const principal = { ...staff, ...(await shown(database, staff, at)) };
      const { id } = await store.open({ tokenHash: hashToken(token), at });
      await store.rotate(id, {
        tokenHash: hashToken(token),
        principal,
        at,
        browser: { machine: 'unknown', family: 'unknown' },
      });
      tokens.push(token);
    }
    return tokens;
  } finally {
    await database.$disconnect();
  }
}

async function shown(
  database: PrismaClient,
  { role, library, account: name }: Staff,
  at: Date,
): Promise<Partial<Staff>> {
  if (!worksAtTerminals(role)) return { codeGiven: true };
  const id = randomUUID();
  const tokenHash = hashToken(newToken());
  await database.terminal.create({ data: { id, library, name, tokenHash, enrolledAt: at, lastSeenAt: at } });
  return { terminal: id };
}
