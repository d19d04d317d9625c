import { ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { ShippingDeps } from '../shipping-deps.ts';

/** R9. The copies that a branch is asked about and has not answered for, oldest question first. */
export async function listShelfChecks(deps: ShippingDeps, library: string) {
  const checks = await deps.db.shelfCheck.findMany({
    where: { library, answeredAt: null, closedAt: null },
    orderBy: { askedAt: 'asc' },
  });
  // What the branch looks for is on the slip that travelled with the copy.
  const lines = await deps.db.parcelLine.findMany({
    where: { copyId: { in: checks.map((check) => check.copyId) }, parcel: { direction: 'outward' } },
    orderBy: { id: 'asc' },
  });
  const slips = new Map(lines.map((line) => [line.copyId, line]));
  return checks.map((check) => ({
    reservationId: ReservationIdSchema.parse(check.reservationId),
    allocation: check.allocation,
    barcode: slips.get(check.copyId)?.barcode ?? '',
    holdNumber: slips.get(check.copyId)?.holdNumber ?? null,
    askedAt: instantFromDate(check.askedAt),
  }));
}
