import { WaitEstimateSchema } from '@toshobin/contracts';
import { RefusalSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** What became of each title of an application, as the last page of reserving shows it. */
const DoneAnswerSchema = z.discriminatedUnion('answer', [
  z.object({
    answer: z.literal('accepted'),
    recordId: z.string(),
    title: z.string(),
    reservationNumber: z.string(),
    position: z.int().nullable(),
    ready: z.boolean().default(false),
    waitEstimate: WaitEstimateSchema.nullable().default(null),
  }),
  z.object({ answer: z.literal('refused'), recordId: z.string(), title: z.string(), refusal: RefusalSchema }),
]);
export type DoneAnswer = z.infer<typeof DoneAnswerSchema>;
const DoneSchema = z.object({ pickupLibrary: z.string(), items: z.array(DoneAnswerSchema) });
export type Done = z.infer<typeof DoneSchema>;

/** Keeps the answers between the form and the page it leads to; gone with the session. */
export interface DoneAnswers {
  keep(sessionId: string, done: Done): Promise<void>;
  read(sessionId: string): Promise<Done | undefined>;
}

export function prismaDoneAnswers(database: PrismaClient): DoneAnswers {
  return {
    async keep(sessionId, done) {
      await database.session.updateMany({ where: { id: sessionId }, data: { answers: done } });
    },
    async read(sessionId) {
      const row = await database.session.findUnique({ where: { id: sessionId } });
      if (!row) return undefined;
      return DoneSchema.safeParse(row.answers).data;
    },
  };
}
