import { randomInt } from 'node:crypto';
import { type LibraryCode, LibraryCodeSchema } from '@toshobin/contracts';
import { hashToken } from '@toshobin/web';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Seal } from '../seal-secret.ts';

/** Minutes for which an enrolment number works: as long as a call. */
const ENROLMENT_MINUTES = 30;
/** Days for which a browser keeps its cookie after each sign-in; no browser keeps one longer. */
export const TERMINAL_DAYS = 400;
/** Digits that are read out on the telephone: 40 bits, for half an hour. */
const DIGITS = 12;

export interface Terminal {
  id: string;
  library: LibraryCode;
  name: string;
  enrolledAt: Date;
  lastSeenAt: Date;
}

export interface EnrolmentNumber {
  number: string;
  validUntil: Date;
}

/** The terminals of pickup libraries: a browser is one by the token in its cookie, of which only the hash is kept. */
export function prismaTerminals(database: PrismaClient, seal: Pick<Seal, 'hash' | 'hashes'>) {
  return {
    /** The terminal that this browser is; undefined: none, or one that was revoked. */
    async of(token: string | undefined): Promise<Terminal | undefined> {
      if (token === undefined) return undefined;
      const row = await database.terminal.findUnique({ where: { tokenHash: hashToken(token) } });
      return row && !row.revokedAt ? terminalOf(row) : undefined;
    },
    /** A number that makes one browser a terminal of the library, once, within half an hour. */
    async makeNumber({
      library,
      name,
      madeBy,
      at,
    }: {
      library: LibraryCode;
      name: string;
      madeBy: string;
      at: Date;
    }): Promise<EnrolmentNumber> {
      const number = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
      const validUntil = new Date(at.getTime() + ENROLMENT_MINUTES * 60_000);
      const codeHash = seal.hash(number);
      await database.enrolmentCode.create({ data: { codeHash, library, name, madeBy, validUntil } });
      return { number, validUntil };
    },
    /**
     * Makes the browser with this token a terminal; the one that it was before is none any more. Undefined: the number is
     * wrong, used or too old.
     */
    async enrol({
      number,
      id,
      token,
      before,
      at,
    }: {
      number: string;
      id: string;
      token: string;
      before: string | undefined;
      at: Date;
    }): Promise<{ terminal: Terminal; madeBy: string } | undefined> {
      const codeHash = { in: seal.hashes(number) };
      return database.$transaction(async (tx) => {
        const code = await tx.enrolmentCode.findFirst({ where: { codeHash } });
        // Of two at once one deletes it.
        const { count } = await tx.enrolmentCode.deleteMany({ where: { codeHash, validUntil: { gt: at } } });
        if (!code || count === 0) return undefined;
        if (before !== undefined) {
          await tx.terminal.updateMany({
            where: { tokenHash: hashToken(before), revokedAt: null },
            data: { revokedAt: at },
          });
        }
        const { library, name, madeBy } = code;
        const row = await tx.terminal.create({
          data: { id, library, name, tokenHash: hashToken(token), enrolledAt: at, lastSeenAt: at },
        });
        return { terminal: terminalOf(row), madeBy };
      });
    },
    async list(): Promise<Terminal[]> {
      const rows = await database.terminal.findMany({
        where: { revokedAt: null },
        orderBy: [{ library: 'asc' }, { enrolledAt: 'asc' }],
      });
      return rows.map(terminalOf);
    },
    /** From now on nobody signs in there, and who has is not any more. Undefined: there is no such terminal. */
    async revoke(id: string, revokedAt: Date): Promise<Terminal | undefined> {
      return database.$transaction(async (tx) => {
        const { count } = await tx.terminal.updateMany({
          where: { id, revokedAt: null },
          data: { revokedAt },
        });
        if (count === 0) return undefined;
        await tx.session.deleteMany({ where: { terminalId: id } });
        return terminalOf(await tx.terminal.findUniqueOrThrow({ where: { id } }));
      });
    },
  };
}

function terminalOf(row: {
  id: string;
  library: string;
  name: string;
  enrolledAt: Date;
  lastSeenAt: Date;
}): Terminal {
  const { id, name, enrolledAt, lastSeenAt } = row;
  return { id, name, enrolledAt, lastSeenAt, library: LibraryCodeSchema.parse(row.library) };
}
