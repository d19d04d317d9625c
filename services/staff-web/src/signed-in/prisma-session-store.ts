import { randomUUID } from 'node:crypto';
import { dayOf, instantFromDate, startOfDay } from '@toshobin/lending-rules';
import { type SessionStore, type StoredSession, writtenBrowserKind } from '@toshobin/web';
import { staffOf } from '../accounts/accounts.ts';
import { HALF_SIGNED_IN_MINUTES, lackOf, worksAtTerminals } from '../accounts/how-far.ts';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';
import { nobodyShown, nothingSought } from '../sessions/desk-state.ts';

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
      const data = {
        tokenHash,
        account: principal.account,
        leftBy: null,
        codeGiven: principal.codeGiven === true,
        terminalId: principal.terminal ?? null,
        createdAt: at,
        lastSeenAt: at,
        contactBefore: at,
        browser: writtenBrowserKind(browser),
      };
      await database.$transaction(async (tx) => {
        const recentScans = await bringScans(tx, id, principal.account);
        // Ended meanwhile in another tab, it is opened anew: whoever gave the right password is in.
        await tx.session.upsert({
          where: { id },
          create: { id, ...data },
          update: { ...data, ...nothingInHand, recentScans },
        });
        const today = startOfDay(dayOf(instantFromDate(at)));
        await tx.deskScan.deleteMany({ where: { sessionId: id, at: { lt: new Date(today) } } });
      });
    },
    async leave(id, tokenHash) {
      const left = await database.session.findUnique({ where: { id } });
      const nobodys = { account: null, codeGiven: false, terminalId: null, ...nothingInHand };
      const data = {
        ...nobodys,
        leftBy: left?.account ?? left?.leftBy ?? null,
        ...(tokenHash && { tokenHash }),
      };
      await database.session.updateMany({ where: { id }, data });
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

/** Of whoever had it, at a browser where somebody signs in. */
const nothingInHand = {
  ...nothingSought,
  ...nobodyShown,
  answer: Prisma.DbNull,
  callerCard: null,
  callerAt: null,
  offeredSecret: null,
};

/**
 * Puts away what the account before scanned in this browser, until that signs in here again, and brings back what this
 * one has. Answers which scans it can take back.
 */
async function bringScans(tx: Prisma.TransactionClient, id: string, account: string): Promise<string[]> {
  const before = await tx.session.findUnique({ where: { id } });
  const leftBy = before?.account ?? before?.leftBy;
  if (before && leftBy === account) return before.recentScans;
  const move = (from: string, to: string) =>
    tx.deskScan.updateMany({ where: { sessionId: from }, data: { sessionId: to } });
  if (before && leftBy) {
    const keeper = randomUUID();
    const { createdAt, lastSeenAt, recentScans } = before;
    const kept = { leftBy, keptFor: id, createdAt, lastSeenAt, recentScans };
    // No token has this hash.
    await tx.session.create({ data: { id: keeper, tokenHash: keeper, ...kept } });
    await move(id, keeper);
  }
  const own = await tx.session.findFirst({ where: { keptFor: id, leftBy: account } });
  if (!own) return [];
  await move(own.id, id);
  await tx.session.delete({ where: { id: own.id } });
  return own.recentScans;
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
