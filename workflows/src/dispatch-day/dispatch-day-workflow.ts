import { setCurrentDetails } from '@temporalio/workflow';
import { now } from '../ports/clock.ts';
import { shipping } from '../ports/ports.ts';

/**
 * The dispatch day, at its cut-off (a Schedule in Asia/Tokyo): closes the batch of what is to leave. Dispatch
 * itself is a verb of the staff who hand the parcels to the post.
 */
export async function dispatchDayWorkflow(): Promise<{ day: string; parcels: number }> {
  const batch = await shipping.closeDispatchBatch({ at: now() });
  setCurrentDetails(`${batch.parcels} parcels leave on ${batch.day}`);
  return batch;
}
