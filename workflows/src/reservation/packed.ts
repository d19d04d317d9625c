import { now } from '../ports/clock.ts';
import { shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { type AtStage, stageOf } from './stage.ts';
import { day } from './words.ts';

/** On the packing list of its pickup library, until it is posted. A change of pickup library moves it there itself. */
export async function packed(reservation: Reservation, here: AtStage): Promise<void> {
  // One at a time with the wishes: a change of pickup library must find it on the list, or not yet.
  await reservation.mutex.runExclusive(async () => {
    const { allocation, pickupLibrary } = reservation;
    if (here.isOver() || !allocation) return;
    const again = reservation.done.listed;
    reservation.done.listed = true;
    const command = { allocation, pickupLibrary, at: now() };
    const plan = await shipping.addToPackingList(again ? { ...command, again } : command);
    reservation.tellOperators(
      `To be packed for ${reservation.pickupLibraryName}, leaves on ${day(plan.plannedDispatchDay)}`,
    );
  });
  const library = reservation.pickupLibrary;
  await here.waitFor(() => reservation.pickupLibrary !== library);
  // Redirected: shipping has it on the new library's list already.
  while (stageOf(reservation) === 'toPack') {
    reservation.tellOperators(`To be packed for ${reservation.pickupLibraryName}`);
    const listedFor = reservation.pickupLibrary;
    await here.waitFor(() => reservation.pickupLibrary !== listedFor);
  }
}
