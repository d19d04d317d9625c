import { asksAnew, type Instant, instantFromDate, shelfCheckDeadline } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { libraryNamed, readPlanning } from '../planning/read-planning.ts';
import type { Carries } from '../shipping-deps.ts';
import { keepingStanding } from '../standings/keep-standing.ts';
import { instantOf, questionOf } from './question.ts';

/**
 * R9. Asks the branch whether the copy of this standing is still on its hold shelf. Answers until when it should say
 * so: the end of its 3rd open day after the question. Repeated, it answers the same; the branch is asked anew once the
 * hold has another end. A given answer stays. Whether the question still stands follows from how the reservation
 * stands.
 */
export const askShelfCheck: Carries<'askShelfCheck'> = async (deps, { standing, ...question }) => {
  const { reservationId } = question;
  if (standing === undefined)
    return inTransaction(deps, async (tx) => {
      const row = await tx.packingRow.findUnique({ where: { reservationId } });
      return ask(tx, question, instantOf(row?.shelvedUntil));
    });
  return keepingStanding(deps, standing, async (tx, keep) => {
    await keep();
    return ask(tx, question, standing.state.copy?.holdUntil?.at ?? null);
  });
};

type Question = Omit<Parameters<Carries<'askShelfCheck'>>[1], 'standing'>;

async function ask(
  tx: Transaction,
  { reservationId, allocation, copyId, library, at }: Question,
  end: Instant | null,
): Promise<{ answerBy: Instant }> {
  const key = { reservationId_allocation: { reservationId, allocation } };
  const planning = await readPlanning(tx, at, library);
  const deadline = (asked: Instant) =>
    shelfCheckDeadline(asked, libraryNamed(planning, library).calendar, planning.policy).at;
  const asked = { askedAt: new Date(at), answerBy: new Date(deadline(at)) };
  const check = { reservationId, allocation, copyId: BigInt(copyId), library, ...asked };
  const known = await tx.shelfCheck.upsert({ where: key, create: check, update: { allocation } });
  const isAskedAnew = asksAnew(questionOf(known), end);
  const kept = isAskedAnew ? await tx.shelfCheck.update({ where: key, data: asked }) : known;
  return { answerBy: instantOf(kept.answerBy) ?? deadline(instantFromDate(kept.askedAt)) };
}
