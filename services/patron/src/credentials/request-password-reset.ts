import {
  allow,
  type CalendarDate,
  type Decision,
  epochMs,
  type Instant,
  instantFromEpochMs,
} from '@toshobin/lending-rules';
import { readCardNumber } from '../cards/read-card-number.ts';
import { hashOfToken, linkToken } from '../contact/link-token.ts';
import type { Transaction } from '../database.ts';
import { dateColumn } from '../dates.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { keyedHash } from './keyed-hash.ts';

const MINUTE = 60_000;
/** Minutes for which the link works. */
export const RESET_VALID_MINUTES = 30;
/** Wishes that one card number, known or not, may have within an hour. */
const RESETS_AN_HOUR = 3;

/**
 * R2. Mails a link to the verified address, at once, if card and birth date belong together. Whatever was given, the
 * answer is the same, and the same rows are written, so that neither answer nor time tells whether there is such a
 * person. More than three an hour for a card number send nothing. A link works for thirty minutes, once, and an
 * earlier one is worth nothing.
 */
export async function requestPasswordReset(
  deps: PatronDeps,
  request: { cardNumber: string; birthDate: CalendarDate; at: Instant },
): Promise<Decision<{ asked: true }>> {
  const { birthDate, at } = request;
  const read = readCardNumber(request.cardNumber);
  const cardNumber = read.ok ? read.value : request.cardNumber;
  const cardKey = keyedHash('card', cardNumber, deps.settings.secret);
  await deps.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${cardKey}, 0))`;
    const lately = await tx.passwordReset.count({
      where: { cardKey, createdAt: { gt: instantFromEpochMs(epochMs(at) - 60 * MINUTE) } },
    });
    const found = await reachable(tx, { cardNumber, birthDate });
    if (lately >= RESETS_AN_HOUR) return;
    const patronId = found?.id ?? null;
    await tx.passwordReset.updateMany({ where: { cardKey, usedAt: null }, data: { usedAt: at } });
    const id = deps.newId();
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
        address: found?.email ?? null,
        status: found === undefined ? 'noAddress' : 'pending',
        notBefore: now,
        createdAt: now,
      },
    });
  });
  deps.wake('notices');
  return allow({ asked: true });
}

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
