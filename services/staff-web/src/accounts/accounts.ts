import { hash, verify } from '@node-rs/argon2';
import { LibraryCodeSchema, StaffRoleSchema } from '@toshobin/contracts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

/** 19 MiB, two passes: about 30 ms a sign-in. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Staff accounts: who they are is known only by a password's hash. */
export interface Accounts {
  /** The account, if the password is its own. An unknown account takes as long as a wrong password. */
  check(account: string, password: string): Promise<Staff | undefined>;
  /** Makes accounts that are not there yet; those that are keep their password. Answers how many were made. */
  add(accounts: readonly (Staff & { password: string })[]): Promise<number>;
}

export function prismaAccounts(database: PrismaClient): Accounts {
  let nobody: Promise<string> | undefined;
  return {
    async check(account, password) {
      const row = await database.account.findUnique({ where: { account } });
      nobody ??= hash('nobody has this password', COST);
      const fits = await verify(row?.passwordHash ?? (await nobody), password);
      return row && fits ? staffOf(row) : undefined;
    },
    async add(accounts) {
      const known = new Set((await database.account.findMany()).map((row) => row.account));
      const missing = accounts.filter(({ account }) => !known.has(account));
      for (const { password, ...staff } of missing) {
        await database.account.create({ data: { ...staff, passwordHash: await hash(password, COST) } });
      }
      return missing.length;
    },
  };
}

export function staffOf(row: { account: string; role: string; library: string }): Staff {
  return {
    account: row.account,
    role: StaffRoleSchema.parse(row.role),
    library: LibraryCodeSchema.parse(row.library),
  };
}
