import type { CalendarDate } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now } from '../ports/clock.ts';
import { said, shipping } from '../ports/ports.ts';
import { dispatchDayChart } from './dispatch-day-chart.ts';

/**
 * The dispatch day, at its cut-off (a Schedule in Asia/Tokyo): closes the batch of what is to leave. The schedule runs
 * every day, since a holiday moves the dispatch to the next working day (R11): shipping knows whether the dispatch is
 * today. Dispatch itself is a verb of the staff who hand the parcels to the post.
 */
export async function dispatchDayWorkflow(): Promise<{ day: CalendarDate | null; parcels: number }> {
  const course = followChart(dispatchDayChart);
  const batch = await said(
    shipping.closeDispatchBatch,
    'closes what leaves today, if it is a dispatch day',
  )({ at: now() });
  if (batch.day === null) course.enter('noDispatch');
  else course.enter('announced', `${batch.parcels} parcels leave on ${batch.day}`);
  return batch;
}
