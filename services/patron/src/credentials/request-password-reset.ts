import { allow, type CalendarDate, dateColumn, epochMs, instantFromEpochMs } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { readCardNumber } from '../cards/read-card-number.ts';
import { hashOfToken, linkToken } from '../contact/link-token.ts';
import { inTransaction, type Transaction } from '../database.ts';
import type { Answers } from '../patron-deps.ts';
import { keyedHash } from './keyed-hash.ts';

const MINUTE = 60_000;
/** Minutes for which the link works. */
export const RESET_VALID_MINUTES = 30;
/** Links that the holder of a card may be mailed within an hour. */
const LINKS_AN_HOUR = 3;

/**
 * R2. Mails a link to the verified address, at once, if card and birth date belong together. A link works for thirty
 * minutes, once, and an earlier one is worth nothing; the same form sent again sends no other one. More than three an
 * hour send nothing, and the last link stays. Whatever was given, the answer is the same, and the same rows are
 * written, so that neither answer nor time tells whether there is such a person. For the same reason wishes that mail
 * nothing are not limited here (the web limits them by group of addresses): they take nothing of the holder's three,
 * and leave the holder's link alone.
 */
export const requestPasswordReset: Answers<'requestPasswordReset'> = async (deps, request) => {
  const { birthDate, at } = request;
  const read = readCardNumber(request.cardNumber);
  const cardNumber = read.ok ? read.value : request.cardNumber;
  const cardKey = keyedHash('card', cardNumber, deps.settings.secret);
  const id = derivedId(request.wishId, `${cardKey} ${birthDate}`);
  await inTransaction(deps, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${cardKey}, 0))`;
    if ((await tx.passwordReset.count({ where: { id } })) > 0) return;
    const found = await reachable(tx, { cardNumber, birthDate });
    const mailed = await tx.passwordReset.count({
      where: {
        cardKey,
        patronId: { not: null },
        createdAt: { gt: instantFromEpochMs(epochMs(at) - 60 * MINUTE) },
      },
    });
    const holder = mailed < LINKS_AN_HOUR ? found : undefined;
    const patronId = holder?.id ?? null;
    await tx.passwordReset.updateMany({ where: { cardKey, patronId, usedAt: null }, data: { usedAt: at } });
    await tx.passwordReset.create({
      data: {
        id,
        cardKey,
        patronId,
        tokenHash: hashOfToken(linkToken('passwordReset', id, deps.settings.secret)),
        createdAt: at,
        expiresAt: instantFromEpochMs(epochMs(at) + RESET_VALID_MINUTES * MINUTE),
      },
    });
    const now = deps.now();
    await tx.notice.create({
      data: {
        id,
        kind: 'resetPassword',
        patronId,
        occasion: '0',
        groupKey: id,
        data: { kind: 'resetPassword', resetId: id },
        address: holder?.email ?? null,
        status: holder === undefined ? 'noAddress' : 'pending',
        notBefore: now,
        createdAt: now,
      },
    });
  });
  return allow({ asked: true });
};

/** The holder of the card, when the birth date is theirs and mail reaches them. */
async function reachable(
  tx: Transaction,
  { cardNumber, birthDate }: { cardNumber: string; birthDate: CalendarDate },
): Promise<{ id: string; email: string } | undefined> {
  const card = await tx.card.findUnique({ where: { number: cardNumber }, include: { patron: true } });
  if (card === null || card.replacedAt !== null) return undefined;
  const { id, email, emailStatus } = card.patron;
  if (card.patron.birthDate.getTime() !== dateColumn(birthDate).getTime()) return undefined;
  return email !== null && emailStatus === 'verified' ? { id, email } : undefined;
}
