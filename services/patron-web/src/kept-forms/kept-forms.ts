import type { PatronId } from '@toshobin/contracts';
import { markIn, markOfId, type SentForm, withoutSecrets } from '@toshobin/web';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Whoever comes later than that to the same browser may be somebody else, and is offered nothing. */
const KEPT_MS = 30 * 60_000;

const KeptFormSchema = z.object({
  keptAt: z.iso.datetime(),
  /** Whom its page was drawn for: nobody else is offered it. */
  mark: z.string().nullable(),
  action: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/**
 * Forms that came when the session of their sender had ended: kept for half an hour, without passwords, until after
 * the sign-in.
 */
export interface KeptForms {
  keep(sessionId: string, sent: SentForm, at: Date): Promise<void>;
  read(sessionId: string, reader: { patronId: PatronId; at: Date }): Promise<SentForm | undefined>;
}

export function prismaKeptForms(database: PrismaClient): KeptForms {
  return {
    async keep(sessionId, { action, fields }, at) {
      const keptAt = at.toISOString();
      const keptForm = KeptFormSchema.parse({
        keptAt,
        mark: markIn(fields._token) ?? null,
        action,
        fields: withoutSecrets(fields),
      });
      await database.session.updateMany({ where: { id: sessionId }, data: { keptForm } });
    },
    async read(sessionId, { patronId, at }) {
      const row = await database.session.findUnique({ where: { id: sessionId } });
      const { data } = KeptFormSchema.safeParse(row?.keptForm);
      if (!data || at.getTime() - Date.parse(data.keptAt) >= KEPT_MS) return undefined;
      return data.mark === markOfId(patronId) ? data : undefined;
    },
  };
}
