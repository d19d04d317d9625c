import { type LibraryCode, PREFECTURAL_LIBRARY, type StaffRole } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { drawPaperCode, hashPassword, printedCode } from '@toshobin/passwords';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Staff } from '../roles.ts';
import { staffOf } from './accounts.ts';
import { worksAtTerminals } from './how-far.ts';

/** Days for which a set-up code works. */
const SET_UP_DAYS = 7;

/** An account as its administrator sees it. */
export interface KeptAccount extends Staff {
  id: string;
  /** Suspended, waiting for its owner to choose a password, or in use. */
  state: 'suspended' | 'waiting' | 'active';
  hasSecondFactor: boolean;
  lastSignInAt: Date | undefined;
}

/** A one-time code on paper, shown to whoever asked for it. */
export interface SetUpCode {
  account: string;
  code: string;
  until: Date;
}

const withFactor = { secondFactor: { select: { account: true } } } as const;
type Row = Prisma.AccountGetPayload<{ include: typeof withFactor }>;

/** What administrators do with accounts. There is always one who can sign in: LAST_ADMINISTRATOR. */
export function prismaKeptAccounts(database: PrismaClient) {
  /**
   * Changes an account while no other administrator can be taken away. `endsAdministrator`: after it the account is no
   * administrator who can sign in.
   */
  async function change(
    id: string,
    endsAdministrator: (row: Row) => boolean,
    data: Prisma.AccountUpdateInput,
    more: (tx: Prisma.TransactionClient, account: string) => Promise<unknown> = async () => undefined,
  ): Promise<Decision<KeptAccount>> {
    return database.$transaction(async (tx) => {
      const able = await tx.$queryRaw<{ account: string }[]>`
        SELECT account FROM account
        WHERE role = 'administrator' AND suspended_at IS NULL AND password_hash IS NOT NULL
        ORDER BY account FOR UPDATE`;
      const row = await tx.account.findUnique({ where: { id }, include: withFactor });
      if (!row) return refuse('NOT_FOUND');
      const isLast = able.length === 1 && able[0]?.account === row.account;
      if (isLast && endsAdministrator(row)) return refuse('LAST_ADMINISTRATOR');
      await tx.session.deleteMany({ where: { account: row.account } });
      await more(tx, row.account);
      return allow(keptOf(await tx.account.update({ where: { id }, data, include: withFactor })));
    });
  }

  return {
    async list(): Promise<KeptAccount[]> {
      const rows = await database.account.findMany({
        include: withFactor,
        orderBy: [{ role: 'asc' }, { library: 'asc' }, { account: 'asc' }],
      });
      return rows.map(keptOf);
    },
    async find(id: string): Promise<KeptAccount | undefined> {
      const row = await database.account.findUnique({ where: { id }, include: withFactor });
      return row ? keptOf(row) : undefined;
    },
    /** Refuses ACCOUNT_TAKEN, PICKUP_LIBRARY_UNKNOWN. */
    async create({
      account,
      role,
      library,
      at,
    }: {
      account: string;
      role: StaffRole;
      library: LibraryCode;
      at: Date;
    }): Promise<Decision<SetUpCode>> {
      const of = libraryFor(role, library);
      if (!of.ok) return of;
      const { code, data } = await drawSetUpCode(at);
      try {
        await database.account.create({ data: { account, role, library: of.value, ...data } });
      } catch (error) {
        if (uniqueViolation(error) === 'account_pkey') return refuse('ACCOUNT_TAKEN');
        throw error;
      }
      return allow({ account, code, until: data.setUpUntil });
    },
    /** Another role or library; whoever is signed in with it is not any more. */
    async change(
      id: string,
      { role, library }: { role: StaffRole; library: LibraryCode },
    ): Promise<Decision<KeptAccount>> {
      const of = libraryFor(role, library);
      if (!of.ok) return of;
      return change(
        id,
        () => role !== 'administrator',
        { role, library: of.value },
        async (tx, account) => {
          // A terminal takes its place.
          if (worksAtTerminals(role)) await removeSecondFactor(tx, account);
        },
      );
    },
    suspend: (id: string, at: Date): Promise<Decision<KeptAccount>> =>
      change(id, () => true, { suspendedAt: at }),
    reactivate: (id: string): Promise<Decision<KeptAccount>> =>
      change(id, () => false, { suspendedAt: null }),
    /**
     * A new code; the password is worth nothing from now on, and nobody is signed in with it any more. `secondFactor`:
     * that too is to be set up anew.
     */
    async issueSetUpCode(
      id: string,
      { secondFactor, evenTheLast, at }: { secondFactor: boolean; evenTheLast: boolean; at: Date },
    ): Promise<Decision<SetUpCode>> {
      const { code, data } = await drawSetUpCode(at);
      const changed = await change(
        id,
        () => !evenTheLast,
        { ...data, passwordHash: null },
        async (tx, account) => {
          if (secondFactor) await removeSecondFactor(tx, account);
        },
      );
      return changed.ok ? allow({ account: changed.value.account, code, until: data.setUpUntil }) : changed;
    },
  };
}

/** Every role but a pickup library's is of the prefectural library. */
function libraryFor(role: StaffRole, library: LibraryCode): Decision<LibraryCode> {
  if (!worksAtTerminals(role)) return allow(PREFECTURAL_LIBRARY);
  return library === PREFECTURAL_LIBRARY ? refuse('PICKUP_LIBRARY_UNKNOWN') : allow(library);
}

async function drawSetUpCode(at: Date) {
  const code = drawPaperCode();
  const setUpUntil = new Date(at.getTime() + SET_UP_DAYS * 86_400_000);
  return { code: printedCode(code), data: { setUpHash: await hashPassword(code), setUpUntil } };
}

async function removeSecondFactor(tx: Prisma.TransactionClient, account: string): Promise<void> {
  await tx.secondFactor.deleteMany({ where: { account } });
  await tx.recoveryCode.deleteMany({ where: { account } });
}

function keptOf(row: Row): KeptAccount {
  return {
    ...staffOf(row),
    id: row.id,
    state: row.suspendedAt ? 'suspended' : row.passwordHash ? 'active' : 'waiting',
    hasSecondFactor: row.secondFactor !== null,
    lastSignInAt: row.lastSignInAt ?? undefined,
  };
}
