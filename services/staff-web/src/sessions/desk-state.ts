import { z } from 'zod';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Colour and icon of an answer; the words say it too. */
export const ToneSchema = z.enum(['shelf', 'next', 'hold', 'ok', 'back', 'ask', 'stop', 'again', 'wait']);
export type Tone = z.infer<typeof ToneSchema>;

/** The big answer to a scan, as the next page shows it. No card number, no title. */
export const BigAnswerSchema = z.object({
  page: z.string(),
  tone: ToneSchema,
  text: z.string(),
  detail: z.string(),
  notes: z.array(z.string()),
  code: z.string(),
});
export type BigAnswer = z.infer<typeof BigAnswerSchema>;

/** Minutes after which a card that was shown is forgotten, should nobody have pressed 「この方を終わる」. */
const SHOWN_MINUTES = 10;

/** What a desk has in hand between two requests: the last answer, and the card of the person in front. */
export interface DeskState {
  keepAnswer(sessionId: string, answer: BigAnswer): Promise<void>;
  answer(sessionId: string, page: string): Promise<BigAnswer | undefined>;
  showCard(sessionId: string, cardNumber: string, at: Date): Promise<void>;
  shownCard(sessionId: string, now: Date): Promise<string | undefined>;
  forgetCard(sessionId: string): Promise<void>;
}

export function prismaDeskState(database: PrismaClient): DeskState {
  return {
    async keepAnswer(id, answer) {
      await database.session.updateMany({ where: { id }, data: { answer } });
    },
    async answer(id, page) {
      const row = await database.session.findUnique({ where: { id }, select: { answer: true } });
      const answer = BigAnswerSchema.safeParse(row?.answer).data;
      return answer?.page === page ? answer : undefined;
    },
    async showCard(id, shownCard, shownAt) {
      await database.session.updateMany({ where: { id }, data: { shownCard, shownAt } });
    },
    async shownCard(id, now) {
      const row = await database.session.findUnique({ where: { id } });
      if (!row?.shownAt || now.getTime() - row.shownAt.getTime() > SHOWN_MINUTES * 60_000) return undefined;
      return row.shownCard ?? undefined;
    },
    async forgetCard(id) {
      await database.session.updateMany({ where: { id }, data: { shownCard: null, shownAt: null } });
    },
  };
}
