import { now } from '../ports/clock.ts';
import { catalog } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import type { AtStage } from './stage.ts';
import { day, dayAt } from './words.ts';

/**
 * In the mail to its pickup library. The loan opens at dispatch, delivery included (R7). Only the parcel's process
 * watches the transit; what it finds is heard here: late, and the patron is told once; lost, and the copy is withdrawn.
 */
export async function arrived(reservation: Reservation, here: AtStage): Promise<void> {
  const startedAt = reservation.position.shippedAt ?? now();
  if (!reservation.due) {
    const { policy } = await reservation.obey(catalog.openLoan({ ...reservation.key, startedAt }));
    reservation.keepPolicy(policy);
    if (here.isOver()) return;
    if (!reservation.due) return here.movedOn();
  }
  reservation.changeStatus('inTransit');
  const { expectedDate } = reservation.copy?.parcel ?? {};
  const expected = expectedDate ? `, expected by ${day(expectedDate)}` : '';
  reservation.tellOperators(
    `In the mail to ${reservation.pickupLibraryName} since ${dayAt(startedAt)}${expected}`,
  );
  const late = () => reservation.copy?.delayed === true && !reservation.done.toldDelayed;
  await here.waitFor(late);
  if (here.isOver()) return;
  reservation.done.toldDelayed = true;
  await reservation.tellPatron({ milestone: 'arrivalOverdue' });
  reservation.tellOperators(
    `Not at ${reservation.pickupLibraryName} yet, posted on ${dayAt(startedAt)}: it is being looked for`,
  );
  await here.waitFor();
}
