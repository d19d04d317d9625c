import {
  allow,
  type Decision,
  epochMs,
  type Instant,
  instantFromEpochMs,
  refuse,
} from '@toshobin/lending-rules';
import { lockPatron } from '../lock-patron.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { hashOfToken, linkToken } from './link-token.ts';

const HOUR = 60 * 60 * 1000;
/** Hours for which the link of a verification mail works. */
export const LINK_VALID_HOURS = 24;
/** Links that one patron may have sent within an hour: enough for typos, too few to pester somebody. */
const LINKS_AN_HOUR = 5;

/**
 * R2. Registers an address by mailing it a link, at once; it takes the place of the present one when the link is
 * opened. An earlier link is worth nothing from now on. Refuses NOT_FOUND, and TRY_AGAIN after five links in an
 * hour.
 */
export async function registerEmail(
  deps: PatronDeps,
  request: { patronId: string; email: string; at: Instant },
): Promise<Decision<{ sent: true }>> {
  const { patronId, email, at } = request;
  const decision = await deps.db.$transaction(async (tx): Promise<Decision<{ sent: true }>> => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    const lately = await tx.emailVerification.count({
      where: { patronId, createdAt: { gt: instantFromEpochMs(epochMs(at) - HOUR) } },
    });
    if (lately >= LINKS_AN_HOUR) return refuse('TRY_AGAIN');
    await tx.emailVerification.updateMany({ where: { patronId, usedAt: null }, data: { usedAt: at } });
    const id = deps.newId();
    await tx.emailVerification.create({
      data: {
        id,
        patronId,
        email,
        tokenHash: hashOfToken(linkToken(id, deps.settings.secret)),
        createdAt: at,
        expiresAt: instantFromEpochMs(epochMs(at) + LINK_VALID_HOURS * HOUR),
      },
    });
    await queueAddressNotice(deps, tx, {
      patronId,
      address: email,
      data: { kind: 'verifyEmail', verificationId: id },
    });
    return allow({ sent: true });
  });
  if (decision.ok) deps.wake('notices');
  return decision;
}
