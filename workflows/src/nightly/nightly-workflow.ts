import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { taskQueues } from '@toshobin/contracts';
import { dayOf, startOfDay } from '@toshobin/lending-rules';
import type { OperationActivities } from '../activities/operation-activities.ts';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';

const operations = proxyActivities<OperationActivities>({
  taskQueue: taskQueues.processes,
  startToCloseTimeout: '5 minutes',
});

export interface NightlyReport {
  looked: number;
  /** Rows that were still open although their process had ended. */
  repaired: number;
  /** Reservations without a process; the sweep starts them. */
  missing: number;
  /** Joining rows deleted. */
  erased: number;
}

/**
 * The nightly work (a Schedule in Asia/Tokyo): every open reservation looks again at what the databases say, and
 * the rows that join a person to a reservation closed before today are deleted (図書館の自由).
 */
export async function nightlyWorkflow(): Promise<NightlyReport> {
  const report: NightlyReport = { looked: 0, repaired: 0, missing: 0, erased: 0 };
  let after: string | null = null;
  for (;;) {
    const page: string[] = await patron.openReservations({ after });
    if (page.length === 0) break;
    const { looked, ended, missing } = await operations.reconcileReservations({
      reservationIds: page,
      at: now(),
    });
    for (const { reservationId, outcome } of ended) {
      const { allocation } = await catalog.positionOf({ reservationId });
      await patron.recordMilestone({
        milestone: 'closed',
        reservationId,
        allocation: allocation?.allocation ?? 0,
        at: now(),
        outcome,
      });
    }
    report.looked += looked;
    report.repaired += ended.length;
    report.missing += missing.length;
    after = page.at(-1) ?? null;
  }
  report.erased = await patron.eraseClosed({ before: startOfDay(dayOf(now())) });
  setCurrentDetails(
    `${report.looked} looked again, ${report.repaired} repaired, ${report.missing} without a process, ${report.erased} rows erased`,
  );
  return report;
}
