import { allow, refuse } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import { addressFound } from '../notices/mark-undeliverable.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Answers } from '../patron-deps.ts';
import { hashOfToken } from './link-token.ts';
import { isRegisteredBy } from './look-at-link.ts';

/**
 * R2. The link of the mail was opened: the address is the patron's from now on, and the one before is told so.
 * The link works once and for 24 hours; whoever opens it again is told the same while the address is theirs. Otherwise
 * refuses LINK_EXPIRED.
 */
export const verifyEmail: Answers<'verifyEmail'> = async (deps, request) => {
  const { at } = request;
  return inTransaction(deps, async (tx) => {
    const link = await tx.emailVerification.findUnique({ where: { tokenHash: hashOfToken(request.token) } });
    if (link === null) return refuse('LINK_EXPIRED');
    await lockPatron(tx, link.patronId);
    const before = await tx.patron.findUniqueOrThrow({ where: { id: link.patronId } });
    // Of two openings at once the second finds the link used.
    const used = await tx.emailVerification.updateMany({
      where: { id: link.id, usedAt: null, expiresAt: { gt: at } },
      data: { usedAt: at },
    });
    if (used.count === 0) {
      const now = await tx.emailVerification.findUniqueOrThrow({ where: { id: link.id } });
      return isRegisteredBy(now, before) ? allow({ verified: true }) : refuse('LINK_EXPIRED');
    }
    await tx.patron.update({
      where: { id: before.id },
      data: { email: link.email, emailStatus: 'verified' },
    });
    await addressFound(tx, { patronId: before.id, at });
    // An address that nobody has verified may be a stranger's: nothing is told to it.
    if (before.email !== null && before.email !== link.email && before.emailStatus !== 'unverified') {
      await queueAddressNotice(deps, tx, {
        patronId: before.id,
        address: before.email,
        data: { kind: 'emailChanged' },
      });
    }
    return allow({ verified: true });
  });
};
