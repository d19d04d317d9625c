import { ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate, isStillAsked } from '@toshobin/lending-rules';
import type { ShippingDeps } from '../shipping-deps.ts';
import { ownCopyOf, questionOf } from './question.ts';

/** R9. The copies that a branch is asked about and has not answered for, oldest question first. */
export async function listShelfChecks(deps: ShippingDeps, library: string) {
  const unanswered = await deps.db.shelfCheck.findMany({
    where: { library, answeredAt: null },
    orderBy: { askedAt: 'asc' },
  });
  const rows = await deps.db.packingRow.findMany({
    where: { reservationId: { in: unanswered.map(({ reservationId }) => reservationId) } },
  });
  const rowOf = new Map(rows.map((row) => [row.reservationId, row]));
  const checks = unanswered.filter((check) =>
    isStillAsked(questionOf(check), ownCopyOf(rowOf.get(check.reservationId))),
  );
  // The slip that travelled with the copy has the number by which the branch looks for it.
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
