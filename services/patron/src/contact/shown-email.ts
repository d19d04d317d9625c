import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

type Status = 'none' | 'unverified' | 'verified' | 'undeliverable';

/**
 * The address a patron sees and what it is worth (R2): the verified one; without one, the last address a link was
 * sent to and has not been opened. `waiting`: the address whose link waits to be opened, and until when.
 */
export async function shownEmail(
  tx: Transaction,
  patron: { id: string; email: string | null; emailStatus: Status },
  at: Instant,
): Promise<{
  address: string | null;
  status: Status;
  waiting: { address: string; until: Instant } | null;
}> {
  const pending = await tx.emailVerification.findFirst({
    where: { patronId: patron.id, usedAt: null, expiresAt: { gt: at } },
    orderBy: { createdAt: 'desc' },
  });
  const waiting = pending && { address: pending.email, until: instantFromDate(pending.expiresAt) };
  if (patron.emailStatus !== 'verified' && waiting)
    return { address: waiting.address, status: 'unverified', waiting };
  return { address: patron.email, status: patron.emailStatus, waiting };
}
