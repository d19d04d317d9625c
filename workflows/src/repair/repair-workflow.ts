import type { Repaired } from '@toshobin/contracts';
import { followChart } from '../charts/follow-chart.ts';
import { reconcilePage } from '../nightly/reconcile-page.ts';
import { catalog, operations } from '../ports/ports.ts';
import { repairChart } from './repair-chart.ts';

/**
 * The repair button: what the night does for every open reservation, for one, at once. Where databases and process
 * differ, the databases win. Answers what was really done.
 */
export async function repairWorkflow({ reservationId }: { reservationId: string }): Promise<Repaired> {
  const course = followChart(repairChart);
  const repaired = await whatWasDone(reservationId);
  course.enter('done', repaired);
  return repaired;
}

async function whatWasDone(reservationId: string): Promise<Repaired> {
  const { looked, restarted, failed } = await reconcilePage([reservationId]);
  if (failed.length > 0) return 'serviceFailed';
  if (looked > 0) return (await operations.isStuck({ reservationId })) ? 'stuck' : 'looksAgain';
  if (restarted > 0) return 'begunAnew';
  const { entry } = await catalog.positionOf({ reservationId });
  return entry === 'none' ? 'unknown' : 'ended';
}
