import { randomUUID } from 'node:crypto';
import { type SessionStore, type StoredSession, writtenBrowserKind } from '@toshobin/web';
import { staffOf } from '../accounts/accounts.ts';
import { HALF_SIGNED_IN_MINUTES, lackOf, worksAtTerminals } from '../accounts/how-far.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';

/** A session with its account and its terminal, where it has them. */
interface Row {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  codeGiven: boolean;
  account: string | null;
  role: string | null;
  library: string | null;
  suspended: boolean;
  hasSecondFactor: boolean;
  terminal: string | null;
  /** Of the terminal, unless it was revoked. */
  terminalLibrary: string | null;
}

/** How sessions are judged: whether more than a password is needed, and by which clock. */
interface Judge {
  secondFactorRequired: boolean;
  now: () => Date;
}

/**
 * The sessions in this front's own database. The role, and whether everything was shown that this account has to show
 * now, is worked out anew with every request: an account that was suspended or changed, a terminal that was revoked and a
 * setting that was turned on count at once.
 */
export function prismaSessionStore(database: PrismaClient, judge: Judge): SessionStore<Staff> {
  /** One query: this runs before every request. */
  async function find(tokenHash: string): Promise<StoredSession<Staff> | undefined> {
    const [row] = await database.$queryRaw<Row[]>`
      SELECT session.id, session.created_at AS "createdAt", session.last_seen_at AS "lastSeenAt",
        session.code_given AS "codeGiven", account.account, account.role, account.library,
        account.suspended_at IS NOT NULL AS suspended, second_factor.account IS NOT NULL AS "hasSecondFactor",
        terminal.id AS terminal, terminal.library AS "terminalLibrary"
      FROM session
      LEFT JOIN account USING (account)
      LEFT JOIN second_factor USING (account)
      LEFT JOIN terminal ON terminal.id = session.terminal_id AND terminal.revoked_at IS NULL
      WHERE session.token_hash = ${tokenHash}`;
    if (!row) return undefined;
    const { id, createdAt, lastSeenAt } = row;
    return { id, createdAt, lastSeenAt, principal: principalOf(row, judge) };
  }

  return {
    find,
    async open({ tokenHash, at }) {
      // Not an upsert: Prisma looks first then, and of two taps at once the second one would fail.
      const opened = { id: randomUUID(), tokenHash, createdAt: at, lastSeenAt: at };
      await database.session.createMany({ data: opened, skipDuplicates: true });
      return (await find(tokenHash)) ?? { ...opened, principal: undefined };
    },
    async rotate(id, { tokenHash, principal, at, browser }) {
      await database.deskScan.deleteMany({ where: { sessionId: id } });
      const data = {
        tokenHash,
        account: principal.account,
        codeGiven: principal.codeGiven === true,
        terminalId: principal.terminal ?? null,
        offeredSecret: null,
        createdAt: at,
        lastSeenAt: at,
        contactBefore: at,
        browser: writtenBrowserKind(browser),
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
      await database.terminal.updateMany({ where: { sessions: { some: { id } } }, data: { lastSeenAt: at } });
    },
    async remove(id) {
      await database.session.deleteMany({ where: { id } });
    },
  };
}

function principalOf(row: Row, { secondFactorRequired, now }: Judge): Staff | undefined {
  const { account, role, library, codeGiven, hasSecondFactor, terminal, createdAt } = row;
  if (account === null || role === null || library === null || row.suspended) return undefined;
  const staff: Staff = {
    ...staffOf({ account, role, library }),
    codeGiven,
    ...(terminal ? { terminal } : {}),
  };
  if (secondFactorRequired && worksAtTerminals(staff.role)) {
    return row.terminalLibrary === staff.library ? staff : undefined;
  }
  const lacks = lackOf(secondFactorRequired, { role: staff.role, hasSecondFactor, codeGiven });
  if (lacks === undefined) return staff;
  const isOld = now().getTime() - createdAt.getTime() > HALF_SIGNED_IN_MINUTES * 60_000;
  return isOld ? undefined : { ...staff, lacks };
}
