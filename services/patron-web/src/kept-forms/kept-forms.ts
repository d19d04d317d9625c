import type { KeptFormStore } from '@toshobin/web';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';

const KeptFormSchema = z.object({
  keptAt: z.iso.datetime(),
  mark: z.string(),
  action: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});

/** Patrons' kept forms, in their sessions. */
export function keptFormsIn(database: PrismaClient): KeptFormStore {
  return {
    async put(id, { keptAt, mark, action, fields }) {
      const keptForm = KeptFormSchema.parse({ keptAt: keptAt.toISOString(), mark, action, fields });
      await database.session.updateMany({ where: { id }, data: { keptForm } });
    },
    async find(id) {
      const row = await database.session.findUnique({ where: { id } });
      const { data } = KeptFormSchema.safeParse(row?.keptForm);
      return data && { ...data, keptAt: new Date(data.keptAt) };
    },
  };
}
