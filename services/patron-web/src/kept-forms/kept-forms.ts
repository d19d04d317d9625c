import { type SentForm, withoutSecrets } from '@toshobin/web';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';

const KeptFormSchema = z.object({
  action: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** Forms that came when the session of their sender had ended: kept without passwords until after the sign-in. */
export interface KeptForms {
  keep(sessionId: string, sent: SentForm): Promise<void>;
  read(sessionId: string): Promise<SentForm | undefined>;
}

export function prismaKeptForms(database: PrismaClient): KeptForms {
  return {
    async keep(sessionId, { action, fields }) {
      const keptForm = KeptFormSchema.parse({ action, fields: withoutSecrets(fields) });
      await database.session.updateMany({ where: { id: sessionId }, data: { keptForm } });
    },
    async read(sessionId) {
      const row = await database.session.findUnique({ where: { id: sessionId } });
      return KeptFormSchema.safeParse(row?.keptForm).data;
    },
  };
}
