import { allow, epochMs, instantFromEpochMs, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers } from '../patron-deps.ts';
import { mailEmailLink } from './email-link.ts';

const HOUR = 60 * 60 * 1000;
/** Links that one patron may have sent within an hour: enough for typos, too few to pester somebody. */
const LINKS_AN_HOUR = 5;

/**
 * R2. Registers an address by mailing it a link, at once; it takes the place of the present one when the link is
 * opened. An earlier link is worth nothing from now on; the same form sent again sends no other one. Refuses NOT_FOUND,
 * and after five links in an hour TRY_AGAIN with the minutes until there may be another.
 */
export const registerEmail: Answers<'registerEmail'> = async (deps, request) => {
  const { patronId, wishId, email, at } = request;
  const id = derivedId(wishId, `${patronId} ${email}`);
  return inTransaction(deps, async (tx) => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    if ((await tx.emailVerification.count({ where: { id } })) > 0) return allow({ sent: true });
    const lately = await tx.emailVerification.findMany({
      where: { patronId, createdAt: { gt: instantFromEpochMs(epochMs(at) - HOUR) } },
      orderBy: { createdAt: 'desc' },
      take: LINKS_AN_HOUR,
    });
    const fifth = lately[LINKS_AN_HOUR - 1];
    if (fifth !== undefined) {
      const minutes = Math.ceil((fifth.createdAt.getTime() + HOUR - epochMs(at)) / 60_000);
      return refuse('TRY_AGAIN', { minutes: Math.max(1, minutes) });
    }
    await mailEmailLink(deps, tx, { id, patronId, email, at });
    return allow({ sent: true });
  });
};
