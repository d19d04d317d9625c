import { isKeptAt, KEPT_MINUTES, type KeptFormStore, KeptForms, type SentForm } from '@toshobin/web';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Seal } from '../seal-secret.ts';

const SealedSchema = z.object({
  action: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** An account's mark behind the tokens of its forms. Names of accounts can be guessed, so it is a keyed hash. */
export function markOfAccount(seal: Pick<Seal, 'hash'>, account: string): string {
  return seal.hash(`form of ${account}`);
}

/** What staff sent when their session had ended. */
export function prismaKeptForms(database: PrismaClient, seal: Seal) {
  const forms = new KeptForms(sealedIn(database, seal));
  return {
    keep: (sessionId: string, sent: SentForm, at: Date): Promise<void> => forms.keep(sessionId, sent, at),
    read: (
      sessionId: string,
      { account, at }: { account: string; at: Date },
    ): Promise<SentForm | undefined> => forms.read(sessionId, { mark: markOfAccount(seal, account), at }),
    /** Whether something waits for whoever signs in now, if it is theirs. */
    async waits(sessionId: string, at: Date): Promise<boolean> {
      const row = await database.keptForm.findUnique({ where: { sessionId }, select: { keptAt: true } });
      return row !== null && isKeptAt(row.keptAt, at);
    },
    async forget(sessionId: string): Promise<void> {
      await database.keptForm.deleteMany({ where: { sessionId } });
    },
    /** Whether it is the mark of an account that may sign in. */
    async isOfStaff(mark: string | undefined): Promise<boolean> {
      const accounts = await database.account.findMany({
        where: { suspendedAt: null },
        select: { account: true },
      });
      return accounts.some(({ account }) => markOfAccount(seal, account) === mark);
    },
  };
}

/** Encrypted, and bound to whose it is: a paper application has a name and an address. */
function sealedIn(database: PrismaClient, seal: Seal): KeptFormStore {
  const boundTo = (mark: string) => `kept form ${mark}`;
  return {
    async put(sessionId, { keptAt, mark, action, fields }) {
      const sealed = seal.seal(JSON.stringify({ action, fields }), boundTo(mark));
      const row = { keptAt, mark, sealed };
      // What waits already is not lost to something that is to be done anew anyway (a scan).
      if (action === '') {
        const before = new Date(keptAt.getTime() - KEPT_MINUTES * 60_000);
        await database.keptForm.deleteMany({
          where: { sessionId, OR: [{ keptAt: { lte: before } }, { mark: { not: mark } }] },
        });
        await database.keptForm.createMany({ data: { sessionId, ...row }, skipDuplicates: true });
        return;
      }
      await database.keptForm.upsert({ where: { sessionId }, create: { sessionId, ...row }, update: row });
    },
    async find(sessionId, mark) {
      const row = await database.keptForm.findUnique({ where: { sessionId, mark } });
      if (row === null) return undefined;
      const { action, fields } = SealedSchema.parse(JSON.parse(seal.open(row.sealed, boundTo(mark))));
      return { keptAt: row.keptAt, mark, action, fields };
    },
  };
}
