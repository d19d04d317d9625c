import {
  ActivityFailure,
  ApplicationFailure,
  continueAsNew,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import {
  type Difference,
  type NightlyJob,
  type ParcelRequest,
  type ReconciledPage,
  type ReconcileFrom,
  ROWS_FAILED,
  type RowsLeft,
} from '@toshobin/contracts';
import { dayOf, type Instant, startOfDay } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now } from '../ports/clock.ts';
import { nightly, said } from '../ports/ports.ts';
import { nightlyChart } from './nightly-chart.ts';
import { firstPage, reconcilePage } from './reconcile-page.ts';

/** A job of the night; `reconcile` goes on after a page in a new run. */
export type NightlyOrder =
  | { job: Exclude<NightlyJob, 'reconcile'> }
  | { job: 'reconcile'; from?: ReconcileFrom; sum?: Reconciled };

/** How many differences were mended in each way; and the reservations of which Temporal answers with a fault. */
type Reconciled = Record<Exclude<Difference, 'failed'>, number> & { failed: readonly string[] };

const nothingReconciled: Reconciled = {
  toldAnew: 0,
  looked: 0,
  restarted: 0,
  erasedAgain: 0,
  deletedAgain: 0,
  released: 0,
  borrowerUnknown: 0,
  failed: [],
};

/** So many failed rows are named; more are another trouble. */
const MOST_NAMED = 20;

/** What the job did, by name, and the rows that failed. */
export type NightlyReport = Readonly<Record<string, number | readonly string[]>>;

/** Events after which a run ends and the next goes on, some pages each. */
const LONG_ENOUGH = 50;

/**
 * One job of the nightly work (each a Schedule in Asia/Tokyo): looks at what waits; reminds of cards that end, and ends
 * the registrations of those that ended long ago; makes My Library, the ledger and the processes know the same of every
 * reservation; deletes the rows that join a person to a reservation settled before today, and forgets its moments and
 * with which copies its own travelled (図書館の自由). A job with rows that failed fails when it is through, and staff are
 * shown it.
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
      ROWS_FAILED,
      report,
    );
  }
  course.enter('done', counts.join(', '));
  return report;
}

async function reportOf(order: NightlyOrder): Promise<NightlyReport> {
  switch (order.job) {
    case 'waiting':
      return said(nightly.catalog.lookAtWhatWaits, 'looks at what waits')({ at: now() });
    case 'cards':
      return lookAtCards();
    case 'reconcile':
      return { ...(await reconcileAll(order)), ...(await reconcileParcels()) };
    case 'erasure':
      return erase(startOfDay(dayOf(now())));
  }
}

/** Reminds of cards that end, and ends old registrations; a run that began in an earlier release only reminds. */
async function lookAtCards(): Promise<NightlyReport> {
  const reminds = said(nightly.patron.remindExpiringCards, 'mails: cards that end soon');
  const cardsReminded = await reminds({ at: now() });
  if (!patched('end-expired-registrations')) return { cardsReminded };
  const failed: string[] = [];
  const registrationsEnded = await doneOf(
    failed,
    said(nightly.patron.endExpiredRegistrations, 'forgets whose cards ended long ago')({ at: now() }),
  );
  return { cardsReminded, registrationsEnded, failed };
}

/** Forgets first who had what, then when it was. What one of the owners has to leave keeps no other. */
async function erase(before: Instant): Promise<NightlyReport> {
  const failed: string[] = [];
  const erased = await doneOf(
    failed,
    said(nightly.patron.eraseClosed, 'forgets who had what was settled')({ before }),
  );
  const momentsForgotten = await doneOf(
    failed,
    said(nightly.catalog.forgetMoments, 'forgets when it was')({ before }),
  );
  for (let parcelsForgotten = 0; ; ) {
    const count = await doneOf(
      failed,
      said(nightly.shipping.forgetSettled, 'forgets with which copies it travelled')({ before }),
    );
    if (count === 0) return { erased, momentsForgotten, parcelsForgotten, failed };
    parcelsForgotten += count;
  }
}

/** How many rows an erasure did; those that it had to leave are added to `failed`. */
async function doneOf(failed: string[], erasing: Promise<number>): Promise<number> {
  try {
    return await erasing;
  } catch (fault) {
    const left = rowsLeftBy(fault);
    if (left === undefined) throw fault;
    failed.push(...left.failed.slice(0, MOST_NAMED));
    return left.done;
  }
}

function rowsLeftBy(fault: unknown): RowsLeft | undefined {
  const { cause } = fault instanceof ActivityFailure ? fault : {};
  const isOurs = cause instanceof ApplicationFailure && cause.type === ROWS_FAILED;
  const [left] = isOurs ? (cause.details ?? []) : [];
  return isRowsLeft(left) ? left : undefined;
}

function isRowsLeft(given: unknown): given is RowsLeft {
  return typeof given === 'object' && given !== null && 'done' in given && 'failed' in given;
}

/** Goes through the union of ledger, rows and processes, 200 at a time; counts what was done, and names what failed. */
async function reconcileAll(order: NightlyOrder & { job: 'reconcile' }): Promise<Reconciled> {
  const sum: Reconciled = { ...(order.sum ?? nothingReconciled) };
  for (let from: ReconcileFrom | null = order.from ?? firstPage(); from !== null; ) {
    const { lines, next }: ReconciledPage = await reconcilePage(from);
    for (const [what, id] of lines) {
      if (what !== 'failed') sum[what] += 1;
      else if (sum.failed.length < MOST_NAMED) sum.failed = [...sum.failed, id];
    }
    from = next;
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (from !== null && (historyLength > LONG_ENOUGH || continueAsNewSuggested)) {
      await continueAsNew<typeof nightlyWorkflow>({ job: 'reconcile', from, sum });
    }
  }
  return sum;
}

/** Goes through the parcels under way, 200 at a time: one whose process was ended gets another. */
async function reconcileParcels(): Promise<{ parcelsRun: number; parcelsBegunAnew: number }> {
  const sum = { parcelsRun: 0, parcelsBegunAnew: 0 };
  for (let after: string | null = null; ; ) {
    const parcels: ParcelRequest['parcel'][] = await said(
      nightly.shipping.parcelsUnderWay,
      'parcels under way, a page of them',
    )({ after });
    after = parcels.at(-1)?.parcelNumber ?? null;
    if (after === null) return sum;
    const { run, begunAnew } = await said(
      nightly.operations.reconcileParcels,
      'does each have its process?',
    )({ parcels, at: now() });
    sum.parcelsRun += run;
    sum.parcelsBegunAnew += begunAnew;
  }
}
