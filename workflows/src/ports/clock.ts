import { condition } from '@temporalio/workflow';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';

/** The workflow's own time, which replay repeats. */
export function now(): Instant {
  return instantFromDate(new Date());
}

/**
 * Waits until the condition holds or the moment has passed; answers whether it holds. The summary is what an
 * operator reads beside the timer.
 */
export async function until(holds: () => boolean, moment: Instant, summary: string): Promise<boolean> {
  if (holds()) return true;
  const left = Date.parse(moment) - Date.now();
  if (left <= 0) return false;
  return condition(holds, left, { summary });
}
