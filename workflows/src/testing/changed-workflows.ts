import { patron } from '../ports/ports.ts';
import { reservationWorkflow as released } from '../reservation/reservation-workflow.ts';

/**
 * What a careless release would be: one more command, without `patched`. Replaying a recorded history has to catch it;
 * no worker runs it.
 */
export async function reservationWorkflow(request: Parameters<typeof released>[0]) {
  await patron.openReservations({ after: null });
  return released(request);
}
