import { condition } from '@temporalio/workflow';
import type { Allocation } from '@toshobin/contracts';
import { isAfter, nextSendingTime, plusDuration } from '@toshobin/lending-rules';
import { now } from '../ports/clock.ts';
import { catalog, patron, shipping } from '../ports/ports.ts';
import type { Reservation } from './reservation.ts';
import { day, dayAt } from './words.ts';

/**
 * Brings the fetched copy to where it is picked up: onto the hold shelf of the prefectural library, or by parcel
 * to the pickup library. Answers false when the patron cancelled before it was there.
 */
export async function brought(reservation: Reservation): Promise<boolean> {
  const { allocation } = reservation;
  if (!allocation) throw new Error('A copy was fetched without an allocation');
  return reservation.atPrefectural ? onHoldShelf(reservation, allocation) : byParcel(reservation, allocation);
}

async function onHoldShelf(reservation: Reservation, { holdNumber }: Allocation): Promise<boolean> {
  reservation.tellOperators(`On the hold shelf of the prefectural library as ${holdNumber}`);
  reservation.changeStatus('ready');
  if (!reservation.reached('handedOut') && !reservation.position.onReturnLeg) {
    await reservation.tellPatron({ milestone: 'readyAtPrefectural', holdNumber });
  }
  return true;
}

async function byParcel(reservation: Reservation, allocation: Allocation): Promise<boolean> {
  await loanSlotClaimed(reservation);
  if (reservation.cancelled) return false;

  const { pickupLibrary, pickupLibraryName } = reservation.request;
  // A copy whose later scan is known already is not put on a list of what is still to be packed.
  if (!reservation.reached('shipped')) {
    const plan = await shipping.addToPackingList({ allocation, pickupLibrary, at: now() });
    reservation.expectedDate ??= plan.expectedDate;
    reservation.tellOperators(
      `To be packed for ${pickupLibraryName}, leaves on ${day(plan.plannedDispatchDay)}`,
    );
    await condition(() => reservation.reached('shipped') || reservation.cancelled);
    if (reservation.cancelled) return false;
  }

  const command = { reservationId: reservation.id, allocation: allocation.allocation };
  const startedAt = reservation.position.shippedAt ?? now();
  const { due, policy } = await catalog.openLoan({ ...command, startedAt });
  reservation.due ??= due;
  reservation.keepPolicy(policy);
  reservation.changeStatus('inTransit');
  const expected = reservation.expectedDate ? `, expected by ${day(reservation.expectedDate)}` : '';
  reservation.tellOperators(`In the mail to ${pickupLibraryName} since ${dayAt(startedAt)}${expected}`);
  await condition(() => reservation.reached('arrived') || reservation.cancelled);
  if (reservation.cancelled) return false;

  if (!reservation.reached('handedOut') && !reservation.position.onReturnLeg) {
    const mailAcceptedAt = nextSendingTime(now(), policy);
    if (isAfter(mailAcceptedAt, plusDuration(startedAt, policy.lateMailThreshold))) {
      reservation.due = await catalog.moveDueAfterLateMail({ ...command, mailAcceptedAt });
    }
    await reservation.tellPatron({
      milestone: 'readyAtMunicipal',
      due: reservation.due,
      parcelNumber: reservation.parcelNumber ?? '',
      ...(reservation.arrivalAssumed && reservation.expectedDate
        ? { expectedDate: reservation.expectedDate }
        : {}),
    });
  }
  reservation.changeStatus('ready');
  return true;
}

/** R3, R15: no copy enters the packing list without one of the patron's ten loan slots. */
async function loanSlotClaimed(reservation: Reservation): Promise<void> {
  let told = false;
  for (;;) {
    reservation.loanSlotMayBeFree = false;
    const claim = await patron.claimLoanSlot({ reservationId: reservation.id, at: now() });
    if (claim.ok || reservation.cancelled) return;
    if (!told) await reservation.tellPatron({ milestone: 'heldForLoanLimit' });
    told = true;
    reservation.tellOperators('Kept at the prefectural library: the patron has ten loans');
    // A copy that was taken along or put back all the same has nothing more to wait for.
    const overtaken = () => reservation.cancelled || reservation.reached('shipped');
    await condition(() => reservation.loanSlotMayBeFree || overtaken());
    if (overtaken()) return;
  }
}
