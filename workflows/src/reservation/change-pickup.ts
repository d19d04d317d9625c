import { type ChangePickupAnswer, type ChangePickupWish, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Refusal } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** What the process knows without asking anybody. */
export function refusedToChangePickup(
  reservation: Reservation,
  { pickupLibrary }: ChangePickupWish,
): Refusal | undefined {
  if (reservation.wasRefused || reservation.state?.ended != null) return { code: 'STATE_CHANGED' };
  if (pickupLibrary === reservation.pickupLibrary) return undefined;
  return reservation.hasCopy && reservation.hasLeft ? { code: 'CHANGE_PICKUP_TOO_LATE' } : undefined;
}

/**
 * Another pickup library, until the copy is packed (R20). The catalog judges what may be chosen (R4, R5), shipping
 * between this wish and packing; when packing was quicker the catalog takes its yes back.
 */
export async function changePickup(
  reservation: Reservation,
  wish: ChangePickupWish,
): Promise<ChangePickupAnswer> {
  const { pickupLibrary, at } = wish;
  await reservation.isAdmitted();
  const refusal = refusedToChangePickup(reservation, wish);
  if (refusal) return { ok: false, refusal };
  if (pickupLibrary === reservation.pickupLibrary) return allow({ pickupLibrary });

  const change = { reservationId: reservation.id, at };
  const before = reservation.version;
  // What is done goes on for the old library until shipping has said yes as well.
  const { answer: chosen, standing } = await catalog.changePickup({ ...change, pickupLibrary });
  if (!chosen.ok) return chosen;
  const { previous, name } = chosen.value;
  if (standing && reservation.isBeingPacked) {
    const redirected = await shipping.redirect({ standing, at: now() });
    if (!redirected.ok) {
      await reservation.obey(catalog.changePickup({ ...change, pickupLibrary: previous, undo: true }));
      return redirected;
    }
  }
  const hadSlot = reservation.isBeingPacked;
  reservation.believe(standing, before);
  reservation.pickUpAt(pickupLibrary, name);
  await followed(reservation, { previous, hadSlot });
  await reservation.tellPatron({ milestone: 'pickupChanged', pickupLibrary }, `to be picked up at ${name}`);
  return allow({ pickupLibrary });
}

/** A copy that was fetched for another place is moved by hand; a loan slot is not needed at the counter before the hand-over. */
async function followed(
  reservation: Reservation,
  { previous, hadSlot }: { previous: string; hadSlot: boolean },
): Promise<void> {
  if (!reservation.hasCopy || !reservation.reached('picked')) return;
  if (reservation.atPrefectural && hadSlot) {
    await patron.releaseLoanSlot({ reservationId: reservation.id, at: now() });
  }
  if (reservation.atPrefectural || previous === PREFECTURAL_LIBRARY) {
    // Settled by the scan that shows it moved, not by this process.
    await catalog.openTask({
      ...reservation.key,
      kind: 'moveHold',
      library: PREFECTURAL_LIBRARY,
      why: 'pickupLibraryChanged',
      since: now(),
      at: now(),
    });
  }
}
