import { wasHandedIn } from '@toshobin/lending-rules';
import type { ScanInHand } from './scan-once.ts';

/** R10. Whether only the patron has said so far that a handed-in copy was returned. */
export async function wasClaimed({ tx, journey }: ScanInHand): Promise<{ claimed?: true }> {
  if (journey === undefined || !wasHandedIn(journey)) return {};
  const claims = await tx.scan.findMany({
    where: { allocation: journey.allocation, kind: 'handedIn', voids: null },
    orderBy: { sequence: 'desc' },
    take: 1,
    select: { reason: true },
  });
  return claims[0]?.reason ? { claimed: true } : {};
}
