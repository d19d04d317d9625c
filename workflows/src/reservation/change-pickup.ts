import type { ChangePickupAnswer, ChangePickupWish, OfWish } from '@toshobin/contracts';
import { allow, type Refusal, refuse } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, said, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';

/** Refuses another pickup library by what the process knows without asking anybody. */
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
  wish: ChangePickupWish & OfWish,
): Promise<ChangePickupAnswer> {
  const { pickupLibrary } = wish;
  // A change of pickup library that an earlier wish left open is settled first.
  await redirect(reservation);
  const chosen = await reservation.obey(
    said(catalog.changePickup, `to ${pickupLibrary} instead?`)({ ...wish, reservationId: reservation.id }),
  );
  if (!chosen.ok) return chosen;
  const { name } = chosen.value;
  if (reservation.pickupLibrary === pickupLibrary) reservation.pickupLibraryName = name;
  if (!(await redirect(reservation))) return refuse('CHANGE_PICKUP_TOO_LATE');
  await reservation.tellPatron({ milestone: 'pickupChanged', pickupLibrary }, `to be picked up at ${name}`);
  return allow({ pickupLibrary });
}

/**
 * Shipping says whether the change came before packing, and the catalog hears it: nothing else is done for the
 * reservation before. At the counter no loan slot is needed before the hand-over. Answers whether the change came in
 * time.
 */
export async function redirect(reservation: Reservation): Promise<boolean> {
  const { pickupLibrary, state } = reservation;
  if (state?.redirectedFrom != null) await reservation.redirect(() => askShipping(reservation));
  return reservation.pickupLibrary === pickupLibrary;
}

async function askShipping(reservation: Reservation): Promise<void> {
  const { id: reservationId, standing, pickupLibraryName, atPrefectural } = reservation;
  if (standing === undefined) return;
  const ask = said(shipping.redirect, `to ${pickupLibraryName}, unless it is packed`);
  const { redirectedFrom: from, pickupLibrary: to } = standing.state;
  const { ok: inTime } = await ask({ standing, at: now() });
  if (inTime && atPrefectural)
    await said(patron.releaseLoanSlot, 'slot: not needed at the counter')({ reservationId, at: now() });
  const end = said(catalog.endRedirect, inTime ? 'in time' : 'too late: it was packed');
  const { name } = await reservation.obey(
    end({ reservationId, inTime, at: now(), ...(from === null ? {} : { change: { from, to } }) }),
  );
  reservation.pickupLibraryName = name;
}
