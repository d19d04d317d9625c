import { LibraryCodeSchema, StaffRoleSchema } from '@toshobin/contracts';
import { hashPassword, passwordMatches, verifyAgainstNobody } from '@toshobin/passwords';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

/** What a sign-in finds behind an account's password. */
export interface Known {
  staff: Staff;
  hasSecondFactor: boolean;
}

/** Staff accounts: who they are is known only by a password's hash. */
export function prismaAccounts(database: PrismaClient) {
  return {
    /**
     * The account, if the password is its own and it is not suspended. An unknown or suspended account takes as long as a
     * wrong password.
     */
    async check(account: string, password: string): Promise<Known | undefined> {
      const row = await database.account.findUnique({
        where: { account },
        include: { secondFactor: { select: { account: true } } },
      });
      if (!row?.passwordHash || row.suspendedAt) {
        await verifyAgainstNobody(password);
        return undefined;
      }
      if (!(await passwordMatches(password, row.passwordHash))) return undefined;
      return { staff: staffOf(row), hasSecondFactor: row.secondFactor !== null };
    },
    /** Who an account is, whatever the password: for the record of what was tried. */
    async staff(account: string): Promise<Staff | undefined> {
      const row = await database.account.findUnique({ where: { account } });
      return row ? staffOf(row) : undefined;
    },
    async signedIn(account: string, lastSignInAt: Date): Promise<void> {
      await database.account.updateMany({ where: { account }, data: { lastSignInAt } });
    },
    /**
     * In place of the present password: from now on nothing before it opens anything, and other sessions than the named
     * end. False when that is not the present one, or no longer.
     */
    async changePassword(
      account: string,
      { present, password, except }: { present: string; password: string; except: string | undefined },
    ): Promise<boolean> {
      const row = await database.account.findUnique({ where: { account } });
      if (!row?.passwordHash || !(await passwordMatches(present, row.passwordHash))) return false;
      const found = { account, passwordHash: row.passwordHash };
      const passwordHash = await hashPassword(password);
      return database.$transaction(async (tx) => {
        const { count } = await tx.account.updateMany({
          where: found,
          data: { passwordHash, setUpHash: null, setUpUntil: null },
        });
        const others = except === undefined ? {} : { id: { not: except } };
        if (count > 0) await tx.session.deleteMany({ where: { account, ...others } });
        return count > 0;
      });
    },
    /**
     * The same with a set-up code, which it uses up: false when the code is not this account's, was used, or is past its
     * day. Without a password it only says whether it would be taken.
     */
    async takeSetUpCode({
      account,
      code,
      at,
      password,
    }: {
      account: string;
      code: string;
      at: Date;
      password?: string;
    }): Promise<boolean> {
      const row = await database.account.findUnique({ where: { account } });
      const open = row?.setUpHash && row.setUpUntil && row.setUpUntil > at && !row.suspendedAt;
      if (!open || !row.setUpHash) return verifyAgainstNobody(code);
      if (!(await passwordMatches(code, row.setUpHash))) return false;
      if (password === undefined) return true;
      const passwordHash = await hashPassword(password);
      const { setUpHash } = row;
      return database.$transaction(async (tx) => {
        const { count } = await tx.account.updateMany({
          where: { account, setUpHash, suspendedAt: null },
          data: { passwordHash, setUpHash: null, setUpUntil: null },
        });
        if (count > 0) await tx.session.deleteMany({ where: { account } });
        return count > 0;
      });
    },
    /** Makes accounts that are not there yet; those that are keep their password. Answers how many were made. */
    async add(accounts: readonly (Staff & { password: string })[]): Promise<number> {
      const known = new Set((await database.account.findMany()).map((row) => row.account));
      const missing = accounts.filter(({ account }) => !known.has(account));
      for (const { password, account, role, library } of missing) {
        const passwordHash = await hashPassword(password);
        await database.account.create({ data: { account, role, library, passwordHash } });
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
