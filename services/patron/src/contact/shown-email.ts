import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

type Status = 'none' | 'unverified' | 'verified' | 'undeliverable';

/**
 * The address a patron sees and what it is worth (R2): the verified one; without one, the last address a link was
 * sent to and has not been opened.
 */
export async function shownEmail(
  tx: Transaction,
  patron: { id: string; email: string | null; emailStatus: Status },
  at: Instant,
): Promise<{ address: string | null; status: Status }> {
  if (patron.emailStatus === 'verified') return { address: patron.email, status: 'verified' };
  const pending = await tx.emailVerification.findFirst({
    where: { patronId: patron.id, usedAt: null, expiresAt: { gt: at } },
    orderBy: { createdAt: 'desc' },
  });
  if (pending !== null) return { address: pending.email, status: 'unverified' };
  return { address: patron.email, status: patron.emailStatus };
}
