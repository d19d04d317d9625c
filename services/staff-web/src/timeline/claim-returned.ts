import { catalogApi, type LibraryCode, type ScanAnswer } from '@toshobin/contracts';
import type { Decision, Instant } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';
import { type CopyRepair, ownCopy } from './repair-reservation.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'audit'>;

/** R10. 返したとのお申し出: no overdue mail from now on, while staff search. STATE_CHANGED for what is not on loan to them. */
export async function claimReturned(
  deps: Deps,
  staff: Staff,
  asked: CopyRepair & { saidLibrary: LibraryCode },
): Promise<Decision<ScanAnswer>> {
  const { reservationId, reason, ...scan } = asked;
  const own = await ownCopy(deps, asked);
  const answer = own.ok
    ? await deps.catalog.call(catalogApi.claimReturned, { body: { ...scan, reason, by: byOf(staff) } })
    : own;
  const subject = `reservation ${reservationId}`;
  return written(deps, staff, { action: 'claimReturned', subject, reason }, answer);
}

/** It was at the patron's after all: on loan as before. STATE_CHANGED once the copy was seen anywhere. */
export async function claimTakenBack(
  deps: Deps,
  staff: Staff,
  asked: { reservationId: string; factId: string; voids: string; occurredAt: Instant; reason: string },
) {
  const { reservationId, reason, ...undo } = asked;
  const answer = await deps.catalog.call(catalogApi.voidScan, { body: { ...undo, by: byOf(staff) } });
  const subject = `reservation ${reservationId}`;
  return written(deps, staff, { action: 'claimTakenBack', subject, reason }, answer);
}
