import type { ReconciledPage, Repaired, RepairOrder } from '@toshobin/contracts';
import { followChart } from '../charts/follow-chart.ts';
import { reconcilePage, reconcileThese, releaseUnknown } from '../nightly/reconcile-page.ts';
import { catalog, operations, patron, said } from '../ports/ports.ts';
import { repairChart } from './repair-chart.ts';

/**
 * The repair button: what the night does for every reservation, at once, for one or for a page. Where databases and
 * processes differ, the databases win. Answers what was really done.
 */
export async function repairWorkflow(order: RepairOrder): Promise<Repaired | ReconciledPage> {
  const course = followChart(repairChart);
  if ('page' in order) {
    const page = await reconcilePage(order.page, { asksAll: true });
    course.enter('done', `${page.lines.length} differences`);
    return page;
  }
  const repaired = await whatWasDone(order.reservationId);
  course.enter('done', repaired);
  return repaired;
}

async function whatWasDone(reservationId: string): Promise<Repaired> {
  const ids = [reservationId];
  const [row] = await said(patron.rowsOf, 'its row')({ reservationIds: ids });
  if (row === undefined) {
    const [line] = await releaseUnknown(ids, { catalog, patron });
    if (line?.[0] === 'released' || line?.[0] === 'borrowerUnknown') return line[0];
  } else {
    // Version 0 has the row told in any case.
    const { erased, failed = [] } = await said(
      catalog.tellRows,
      'tells its row anew',
    )({ rows: [{ reservationId, epoch: row.epoch, n: 0 }] });
    if (erased.length > 0)
      await said(patron.eraseAgain, 'erases again what a restore brought back')({ reservationIds: erased });
    if (erased.length > 0) return 'ended';
    if (failed.length > 0) return 'serviceFailed';
  }
  const did = new Set((await reconcileThese(ids, { operations, patron })).map(([what]) => what));
  if (did.has('failed')) return 'serviceFailed';
  if (did.has('looked'))
    return (await said(operations.isStuck, 'does its process fail again and again?')({ reservationId }))
      ? 'stuck'
      : 'looksAgain';
  if (did.has('restarted')) return 'begunAnew';
  const { standing } = await said(catalog.positionOf, 'how does it stand?')({ reservationId });
  return standing === null ? 'unknown' : 'ended';
}
