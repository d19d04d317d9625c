import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import {
  drawPaperCode,
  hashPassword,
  paperCodeIn,
  passwordMatches,
  printedCode,
  verifyAgainstNobody,
} from '@toshobin/passwords';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Seal } from '../seal-secret.ts';
import { newSecret, stepOf } from './totp.ts';

/** Wrong codes in a row after which no code opens anything any more (NIST SP 800-63B-4 allows a hundred). */
const LOCKED_AFTER = 50;

export type CodeKind = 'app' | 'recovery';

/** The second factors of staff, and what opens an account when one is lost. */
export function prismaSecondFactors(database: PrismaClient, seal: Seal) {
  const offered = (sessionId: string) => `session ${sessionId}`;
  const owned = (account: string) => `account ${account}`;

  async function offeredTo(sessionId: string): Promise<string | undefined> {
    const session = await database.session.findUnique({ where: { id: sessionId } });
    return session?.offeredSecret ? seal.open(session.offeredSecret, offered(sessionId)) : undefined;
  }

  async function useRecoveryCode(account: string, typed: string): Promise<boolean> {
    const code = paperCodeIn(typed);
    if (code === undefined) return false;
    const row = await database.recoveryCode.findUnique({
      where: { account_mark: { account, mark: markOf(code) } },
    });
    const fits = row ? await passwordMatches(code, row.hash) : await verifyAgainstNobody(code);
    if (!row || !fits) return false;
    const { mark, hash } = row;
    return (await database.recoveryCode.deleteMany({ where: { account, mark, hash } })).count > 0;
  }

  return {
    /** The secret that is being set up in this session: the same until it is finished, and no other session's. */
    async offer(id: string): Promise<string> {
      const offeredSecret = seal.seal(newSecret(), offered(id));
      await database.session.updateMany({ where: { id, offeredSecret: null }, data: { offeredSecret } });
      return (await offeredTo(id)) ?? seal.open(offeredSecret, offered(id));
    },
    /** Whether a code is of the secret offered to this session. */
    async fitsOffer(sessionId: string, code: string, at: Date): Promise<boolean> {
      const secret = await offeredTo(sessionId);
      return secret !== undefined && stepOf(secret, code, at) !== undefined;
    },
    /**
     * From now on the secret offered here is the account's, if the code is its own: answers ten new recovery codes, shown
     * once; every other session of the account ends. `replaces`: whether there is one already; it is then this one no
     * more. Refuses SECOND_FACTOR_WRONG, and STATE_CHANGED when there is one although there should be none.
     */
    async finish({
      account,
      sessionId,
      code,
      replaces,
      at,
    }: {
      account: string;
      sessionId: string;
      code: string;
      replaces: boolean;
      at: Date;
    }): Promise<Decision<string[]>> {
      const secret = await offeredTo(sessionId);
      if (secret === undefined) return refuse('STATE_CHANGED');
      const lastStep = stepOf(secret, code, at);
      if (lastStep === undefined) return refuse('SECOND_FACTOR_WRONG');
      const { codes, rows } = await drawRecoveryCodes();
      const data = { sealedSecret: seal.seal(secret, owned(account)), lastStep, failures: 0, since: at };
      try {
        await database.$transaction(async (tx) => {
          if (replaces) await tx.secondFactor.update({ where: { account }, data });
          else await tx.secondFactor.create({ data: { account, ...data } });
          await tx.recoveryCode.deleteMany({ where: { account } });
          await tx.recoveryCode.createMany({ data: rows.map((row) => ({ account, ...row })) });
          await tx.session.updateMany({ where: { id: sessionId }, data: { offeredSecret: null } });
          await tx.session.deleteMany({ where: { account, id: { not: sessionId } } });
        });
      } catch (error) {
        if (uniqueViolation(error) === 'second_factor_pkey') return refuse('STATE_CHANGED');
        throw error;
      }
      return allow(codes.map(printedCode));
    },
    /** Uses a code up. Refuses SECOND_FACTOR_WRONG (also one that was used before), SECOND_FACTOR_LOCKED. */
    async use(account: string, code: string, at: Date): Promise<Decision<CodeKind>> {
      const row = await database.secondFactor.findUnique({ where: { account } });
      if (!row) return refuse('SECOND_FACTOR_WRONG');
      if (row.failures >= LOCKED_AFTER) return refuse('SECOND_FACTOR_LOCKED');
      const step = stepOf(seal.open(row.sealedSecret, owned(account)), code, at);
      if (step !== undefined) {
        // Of two at once with the same code one is first; the secret may have been replaced meanwhile.
        const { count } = await database.secondFactor.updateMany({
          where: { account, sealedSecret: row.sealedSecret, lastStep: { lt: step } },
          data: { lastStep: step, failures: 0 },
        });
        if (count > 0) return allow('app');
      } else if (await useRecoveryCode(account, code)) {
        await database.secondFactor.updateMany({ where: { account }, data: { failures: 0 } });
        return allow('recovery');
      }
      await database.secondFactor.updateMany({ where: { account }, data: { failures: { increment: 1 } } });
      return refuse('SECOND_FACTOR_WRONG');
    },
    /** Ten new recovery codes; those before are worth nothing. */
    async renewRecoveryCodes(account: string): Promise<string[]> {
      const { codes, rows } = await drawRecoveryCodes();
      await database.$transaction(async (tx) => {
        await tx.recoveryCode.deleteMany({ where: { account } });
        await tx.recoveryCode.createMany({ data: rows.map((row) => ({ account, ...row })) });
      });
      return codes.map(printedCode);
    },
    /** Seals anew what another key than the first has sealed; answers how many. */
    async sealAnew(): Promise<number> {
      let count = 0;
      for (const { account, sealedSecret: before } of await database.secondFactor.findMany()) {
        if (!seal.isOld(before, owned(account))) continue;
        const sealedSecret = seal.seal(seal.open(before, owned(account)), owned(account));
        const where = { account, sealedSecret: before };
        count += (await database.secondFactor.updateMany({ where, data: { sealedSecret } })).count;
      }
      return count;
    },
    /** Since when there is one, and how many recovery codes are left. */
    async state(account: string): Promise<{ since: Date; codesLeft: number } | undefined> {
      const row = await database.secondFactor.findUnique({ where: { account } });
      if (!row) return undefined;
      return { since: row.since, codesLeft: await database.recoveryCode.count({ where: { account } }) };
    },
  };
}

const COUNT = 10;

/** Ten codes that begin differently: the first sign says which hash to look at. Only hashes are kept. */
async function drawRecoveryCodes(): Promise<{
  codes: string[];
  rows: { mark: string; hash: string }[];
}> {
  const byMark = new Map<string, string>();
  while (byMark.size < COUNT) {
    const code = drawPaperCode();
    byMark.set(markOf(code), code);
  }
  const codes = [...byMark.values()];
  const rows = await Promise.all(
    codes.map(async (code) => ({ mark: markOf(code), hash: await hashPassword(code) })),
  );
  return { codes, rows };
}

function markOf(code: string): string {
  return code.charAt(0);
}
