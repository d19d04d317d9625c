import { ApplicationFailure, continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { NightlyJob, ParcelRequest } from '@toshobin/contracts';
import { dayOf, type Instant, startOfDay } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now } from '../ports/clock.ts';
import { nightly, operations, patron, shipping } from '../ports/ports.ts';
import { nightlyChart } from './nightly-chart.ts';
import { nothingReconciled, type Reconciliation, reconcilePage } from './reconcile-page.ts';
import { whoDiffers } from './who-differs.ts';

/** A job of the night; `reconcile` goes on after a page in a new run. */
export type NightlyOrder =
  | { job: Exclude<NightlyJob, 'reconcile'> }
  | { job: 'reconcile'; after?: string; sum?: Reconciliation };

/** What the job did, by name, and the rows that failed. */
export type NightlyReport = Readonly<Record<string, number | readonly string[]>>;

/** Events after which a run ends and the next goes on, some pages each. */
const LONG_ENOUGH = 50;

/**
 * One job of the nightly work (each a Schedule in Asia/Tokyo): looks at what waits; reminds of cards that end; has the
 * processes look again that know less than the databases, and begins anew those that do not run; deletes the rows that
 * join a person to a reservation settled before today, and forgets its moments (図書館の自由). A job with rows that failed fails when it is through,
 * and staff are shown it.
 */
export async function nightlyWorkflow(order: NightlyOrder): Promise<NightlyReport> {
  const course = followChart(nightlyChart);
  course.enter(order.job);
  const report = await reportOf(order);
  const failed = report.failed ?? [];
  const counts = Object.entries(report).flatMap(([what, count]) =>
    typeof count === 'number' ? [`${what} ${count}`] : [],
  );
  if (Array.isArray(failed) && failed.length > 0) {
    course.enter('failed', failed.join(', '));
    throw ApplicationFailure.nonRetryable(
      `${failed.length} rows failed: ${failed.join(', ')}`,
      'RowsFailed',
      report,
    );
  }
  course.enter('done', counts.join(', '));
  return report;
}

async function reportOf(order: NightlyOrder): Promise<NightlyReport> {
  switch (order.job) {
    case 'waiting':
      return nightly.catalog.lookAtWhatWaits({ at: now() });
    case 'cards':
      return { cardsReminded: await nightly.patron.remindExpiringCards({ at: now() }) };
    case 'reconcile':
      return { ...(await reconcileAll(order)), ...(await reconcileParcels()) };
    case 'erasure':
      return erase(startOfToday());
  }
}

/** Who had what is forgotten first, and then when it was. */
async function erase(before: Instant): Promise<{ erased: number; momentsForgotten: number }> {
  const erased = await nightly.patron.eraseClosed({ before });
  return { erased, momentsForgotten: await nightly.catalog.forgetMoments({ before }) };
}

/** Every open reservation, 200 at a time. */
async function reconcileAll(order: NightlyOrder & { job: 'reconcile' }): Promise<Reconciliation> {
  let sum = order.sum ?? nothingReconciled;
  for (let after = order.after ?? null; ; ) {
    const page: string[] = await patron.openReservations({ after });
    after = page.at(-1) ?? null;
    if (after === null) return sum;
    sum = await reconcilePage(await whoDiffers(page, { ...nightly, operations }), sum);
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (historyLength > LONG_ENOUGH || continueAsNewSuggested) {
      await continueAsNew<typeof nightlyWorkflow>({ job: 'reconcile', after, sum });
    }
  }
}

/** Every parcel under way, 200 at a time: begun anew where its process was ended. */
async function reconcileParcels(): Promise<{ parcelsRun: number; parcelsBegunAnew: number }> {
  const sum = { parcelsRun: 0, parcelsBegunAnew: 0 };
  for (let after: string | null = null; ; ) {
    const parcels: ParcelRequest['parcel'][] = await shipping.parcelsUnderWay({ after });
    after = parcels.at(-1)?.parcelNumber ?? null;
    if (after === null) return sum;
    const { run, begunAnew } = await operations.reconcileParcels({ parcels, at: now() });
    sum.parcelsRun += run;
    sum.parcelsBegunAnew += begunAnew;
  }
}

function startOfToday(): Instant {
  return startOfDay(dayOf(now()));
}
