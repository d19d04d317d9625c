import type { Instant } from '@toshobin/lending-rules';
import type { EmailVerification } from '../generated/prisma/client.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';
import { hashOfToken } from './link-token.ts';

/**
 * R2. Whether the link of a mail still works, which only somebody with the mail can ask; looking does not use it up.
 * `done`: the address of that link is the patron's, and nothing is left to do.
 */
export async function lookAtLink(
  { db }: Pick<PatronDeps, 'db'>,
  { of, token, at }: { of: 'emailLink' | 'passwordReset'; token: string; at: Instant },
): Promise<AnswerTo<'lookAtLink'>> {
  const where = { tokenHash: hashOfToken(token) };
  const works = { usedAt: null, expiresAt: { gt: at } };
  if (of === 'passwordReset') {
    const link = await db.passwordReset.findFirst({ where: { ...where, ...works, patronId: { not: null } } });
    return { stands: link === null ? 'over' : 'works' };
  }
  if ((await db.emailVerification.count({ where: { ...where, ...works } })) > 0) return { stands: 'works' };
  const link = await db.emailVerification.findUnique({ where, include: { patron: true } });
  return { stands: link !== null && isRegisteredBy(link, link.patron) ? 'done' : 'over' };
}

/** Whether the address of a link that was used is the patron's: mails reach it, and it was confirmed. */
export function isRegisteredBy(
  link: Pick<EmailVerification, 'email' | 'usedAt'>,
  patron: { email: string | null; emailStatus: string },
): boolean {
  return link.usedAt !== null && patron.email === link.email && patron.emailStatus === 'verified';
}
