import type { MilestoneStep } from '@toshobin/contracts';
import type { Reservation } from './reservation.ts';

/**
 * Tells what follows from a granted wish, before the wish is answered. Telling is a duty: where the process ends
 * before, the next one tells it.
 */
export async function tellGranted(
  reservation: Reservation,
  milestone: MilestoneStep['milestone'],
): Promise<void> {
  for (const duty of reservation.undone()) {
    const { what, summary } = duty;
    if (what.does !== 'tell' || what.step.milestone !== milestone) continue;
    reservation.begin(duty);
    await reservation.tellPatron(what.step, summary);
  }
}
