import { PatronIdSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { hashPassword } from '@toshobin/passwords';
import { hashOfToken } from '../contact/link-token.ts';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers, AnswerTo } from '../patron-deps.ts';
import { forgetFailures } from './count-attempt.ts';
import { judgePassword, setPassword } from './set-password.ts';

/**
 * R2. Sets a new password by the mailed link, once; a password that is refused leaves the link as it was. A patron who
 * was locked out signs in at once. Answers whose it is, so that the web ends their sessions. Refuses LINK_EXPIRED,
 * PASSWORD_TOO_SHORT (min), PASSWORD_TOO_EASY.
 */
export const resetPassword: Answers<'resetPassword'> = async (deps, request) => {
  const { password, at } = request;
  const works = {
    tokenHash: hashOfToken(request.token),
    patronId: { not: null },
    usedAt: null,
    expiresAt: { gt: at },
  };
  const link = await deps.db.passwordReset.findFirst({ where: works });
  if (link === null || link.patronId === null) return refuse('LINK_EXPIRED');
  const { patronId } = link;
  const judged = await judgePassword(deps.db, { patronId, password });
  if (!judged.ok) return judged.refusal.code === 'NOT_FOUND' ? refuse('LINK_EXPIRED') : judged;
  const hash = await hashPassword(password);
  const decision = await inTransaction(deps, async (tx): Promise<Decision<AnswerTo<'resetPassword'>>> => {
    await lockPatron(tx, patronId);
    // Of two uses at once the second finds the link used.
    const used = await tx.passwordReset.updateMany({ where: works, data: { usedAt: at } });
    if (used.count === 0) return refuse('LINK_EXPIRED');
    await setPassword(deps, tx, { patronId, hash, at });
    return allow({ chosen: true, patronId: PatronIdSchema.parse(patronId) });
  });
  if (!decision.ok) return decision;
  const card = await deps.db.card.findFirst({ where: { patronId, replacedAt: null } });
  if (card !== null) await forgetFailures(deps, card.number);
  return decision;
};
