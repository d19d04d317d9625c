import { catalogApi, type ReservationId, type ScanAnswer } from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate, refuse } from '@toshobin/lending-rules';
import { written } from '../audit/audit-trail.ts';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';

/**
 * 今の状態に合わせて進める: the process looks at the databases again and goes on; however often, it is never done twice.
 * NOT_FOUND when there is no process, STATE_CHANGED when it has ended.
 */
export async function reconcile(
  deps: Pick<StaffWebDeps, 'processes' | 'audit' | 'now'>,
  staff: Staff,
  { reservationId, askId, reason }: { reservationId: ReservationId; askId: string; reason: string },
): Promise<Decision<{ looksAgain: true }>> {
  const at = instantFromDate(deps.now());
  const delivery = await deps.processes.lookAgain({ reservationId, askId, at });
  const decision =
    delivery === 'delivered'
      ? allow({ looksAgain: true as const })
      : refuse(delivery === 'closed' ? 'STATE_CHANGED' : 'NOT_FOUND');
  return written(
    deps,
    staff,
    { action: 'reconcile', subject: `reservation ${reservationId}`, reason },
    decision,
  );
}

/** The copy chosen for a reservation is not to be had: it is searched for, and another one is tried. As the scan does it. */
export async function anotherCopy(
  deps: Pick<StaffWebDeps, 'catalog' | 'audit'>,
  staff: Staff,
  asked: {
    reservationId: ReservationId;
    factId: string;
    barcode: string;
    occurredAt: Instant;
    reason: string;
  },
): Promise<Decision<ScanAnswer>> {
  const { reservationId, reason, ...scan } = asked;
  const answer = await deps.catalog.call(catalogApi.notOnShelf, { body: { ...scan, by: byOf(staff) } });
  return written(
    deps,
    staff,
    { action: 'anotherCopy', subject: `reservation ${reservationId}`, reason },
    answer,
  );
}
