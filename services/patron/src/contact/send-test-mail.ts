import { allow, dayOf, refuse, startOfDay } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Answers } from '../patron-deps.ts';
import { shownEmail } from './shown-email.ts';

/** Test mails that one patron may have on a day in Tokyo. */
const TEST_MAILS_A_DAY = 3;

/**
 * R2. Sends a mail to the registered address, at once, to see whether it arrives, one for each form. Refuses NOT_FOUND,
 * EMAIL_NOT_REGISTERED, EMAIL_NOT_VERIFIED, EMAIL_UNDELIVERABLE and, after three on a day, TRY_AGAIN.
 */
export const sendTestMail: Answers<'sendTestMail'> = async (deps, { patronId, wishId, at }) => {
  const id = derivedId(wishId, patronId);
  return inTransaction(deps, async (tx) => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    if ((await tx.notice.count({ where: { id } })) > 0) return allow({ sent: true });
    const patron = await tx.patron.findUniqueOrThrow({ where: { id: patronId } });
    const { address, status } = await shownEmail(tx, patron, at);
    if (status === 'none' || address === null) return refuse('EMAIL_NOT_REGISTERED');
    if (status === 'unverified') return refuse('EMAIL_NOT_VERIFIED');
    if (status === 'undeliverable') return refuse('EMAIL_UNDELIVERABLE');
    const today = await tx.notice.count({
      where: { patronId, kind: 'testMail', createdAt: { gte: startOfDay(dayOf(deps.now())) } },
    });
    if (today >= TEST_MAILS_A_DAY) return refuse('TRY_AGAIN');
    await queueAddressNotice(deps, tx, { id, patronId, address, data: { kind: 'testMail' } });
    return allow({ sent: true });
  });
};
