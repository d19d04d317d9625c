import { epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { hashOfToken, linkToken } from './link-token.ts';

const HOUR = 60 * 60 * 1000;
/** Hours for which the link of a verification mail works. */
export const LINK_VALID_HOURS = 24;

/** R2. Mails a link to an address, at once; an earlier one is worth nothing from now on. Lock the patron before. */
export async function mailEmailLink(
  deps: PatronDeps,
  tx: Transaction,
  { id, patronId, email, at }: { id: string; patronId: string; email: string; at: Instant },
): Promise<void> {
  await tx.emailVerification.updateMany({ where: { patronId, usedAt: null }, data: { usedAt: at } });
  await tx.emailVerification.create({
    data: {
      id,
      patronId,
      email,
      tokenHash: hashOfToken(linkToken('emailLink', id, deps.settings.secret)),
      createdAt: at,
      expiresAt: instantFromEpochMs(epochMs(at) + LINK_VALID_HOURS * HOUR),
    },
  });
  await queueAddressNotice(deps, tx, {
    patronId,
    address: email,
    data: { kind: 'verifyEmail', verificationId: id },
  });
}
