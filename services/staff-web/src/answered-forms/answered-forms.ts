import type { Schema } from '@toshobin/contracts';
import { allow, type Decision, type Refusal, refuse } from '@toshobin/lending-rules';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Seal } from '../seal-secret.ts';

/** Minutes for which an answer is kept: long enough for a second tap and for a page that a telephone loads again. */
export const ANSWER_MINUTES = 10;
/** A form whose work has not ended by then is judged anew. */
const WORK_MS = 20_000;

export interface SentForm {
  /** Made when the page was drawn. */
  factId: string;
  /** Whose page it was. */
  account: string;
  /** What it asks for, without a card or a person. */
  what: string;
}

/**
 * Forms that nothing else makes happen once: what they answer is a secret that is drawn at once (a number, a code), or
 * they work on whoever is in hand, who is another one after the first press (a card that is replaced).
 */
export interface AnsweredForms {
  /**
   * Carries a form out once: pressed again, also twice at once, it gets the first answer and nothing is done. A refusal
   * leaves nothing behind and is judged anew. Refuses STATE_CHANGED for the id of another form, ALREADY_ANSWERED when the
   * answer is not kept any more.
   */
  once<T>(form: SentForm, answers: Schema<T>, work: () => Promise<Decision<T>>): Promise<Decision<T>>;
}

class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export function prismaAnsweredForms(database: PrismaClient, seal: Seal, now: () => Date): AnsweredForms {
  return {
    async once(form, answers, work) {
      const { factId } = form;
      const asked = `${form.account} ${form.what}`;
      const boundTo = `answer to ${factId}`;
      const again = (first: { asked: string; answeredAt: Date; sealed: string | null }) => {
        if (first.asked !== asked) return refuse('STATE_CHANGED');
        const isKept = now().getTime() - first.answeredAt.getTime() < ANSWER_MINUTES * 60_000;
        if (first.sealed === null || !isKept) return refuse('ALREADY_ANSWERED');
        return allow(answers.parse(JSON.parse(seal.open(first.sealed, boundTo))));
      };
      try {
        return await database.$transaction(
          async (tx) => {
            // Waits for the press before, if that is being carried out just now, and then finds its answer.
            const { count } = await tx.answeredForm.createMany({
              data: { factId, asked, answeredAt: now() },
              skipDuplicates: true,
            });
            if (count === 0) return again(await tx.answeredForm.findUniqueOrThrow({ where: { factId } }));
            const decided = await work();
            if (!decided.ok) throw new Refused(decided.refusal);
            const sealed = seal.seal(JSON.stringify(decided.value), boundTo);
            await tx.answeredForm.update({ where: { factId }, data: { sealed } });
            return decided;
          },
          { timeout: WORK_MS },
        );
      } catch (error) {
        if (error instanceof Refused) return { ok: false, refusal: error.refusal };
        throw error;
      }
    },
  };
}
