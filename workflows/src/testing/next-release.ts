import { patched } from '@temporalio/workflow';
import { patron } from '../ports/ports.ts';
import { reservationWorkflow as released } from '../reservation/reservation-workflow.ts';

export * from '../workflows.ts';

/** What a careful release would be: one more command, for processes that begin with it alone. */
export async function reservationWorkflow(request: Parameters<typeof released>[0]) {
  // Handlers come first: a wish may be there before the first line has run.
  const outcome = released(request);
  if (patched('asks-who-has-reserved')) await patron.openReservations({ after: null });
  return outcome;
}
