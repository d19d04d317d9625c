import { dayOf, type Instant, startOfDay } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now } from '../ports/clock.ts';
import { catalog, patron } from '../ports/ports.ts';
import { nightlyChart } from './nightly-chart.ts';
import { type Reconciliation, reconcilePage } from './reconcile-page.ts';

export interface NightlyReport extends Reconciliation {
  /** Searches that ended, free copies that were given, tasks for staff (R10). */
  searchesEnded: number;
  allocated: number;
  tasksOpened: number;
  /** Mails to holders of cards that end soon. */
  cardsReminded: number;
  /** Joining rows deleted. */
  erased: number;
}

/**
 * The nightly work (a Schedule in Asia/Tokyo): looks at what waits, reminds of cards that end, has every open
 * reservation look again at what the databases say, and deletes the rows that join a person to a reservation closed
 * before today (図書館の自由).
 */
export async function nightlyWorkflow(): Promise<NightlyReport> {
  const course = followChart(nightlyChart);
  const waiting = await catalog.lookAtWhatWaits({ at: now() });
  course.enter('remindingOfCards');
  const cardsReminded = await patron.remindExpiringCards({ at: now() });
  course.enter('reconciling');
  const reconciled = await reconcileAll();
  course.enter('erasing');
  const erased = await patron.eraseClosed({ before: startOfToday() });
  const report = { ...waiting, cardsReminded, ...reconciled, erased };
  const counts = Object.entries(report).map(([what, count]) => `${what} ${count}`);
  course.enter('done', counts.join(', '));
  return report;
}

/** Every open reservation, 200 at a time. */
async function reconcileAll(): Promise<Reconciliation> {
  const sum: Reconciliation = { looked: 0, repaired: 0, restarted: 0, missing: 0 };
  for (let after: string | null = null; ; ) {
    const page: string[] = await patron.openReservations({ after });
    if (page.length === 0) return sum;
    const { looked, repaired, restarted, missing } = await reconcilePage(page);
    sum.looked += looked;
    sum.repaired += repaired;
    sum.restarted += restarted;
    sum.missing += missing;
    after = page.at(-1) ?? null;
  }
}

function startOfToday(): Instant {
  return startOfDay(dayOf(now()));
}
