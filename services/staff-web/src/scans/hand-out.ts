import {
  catalogApi,
  PREFECTURAL_LIBRARY,
  patronApi,
  type ReservationId,
  type ScanAnswer,
} from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { byOf, recorded, type Scan } from './scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'patron' | 'audit' | 'libraries'>;

/**
 * R14. Hands a copy to the holder of a card: the patron service names the card's reservations, the catalog judges
 * whether the copy is for one of them. At the prefectural counter the loan begins here, so a loan slot is claimed
 * before (R3) and given back when the catalog refuses; at a pickup library the slot was taken before dispatch. A claim
 * that was there before is not ours to give back: the copy may be on its way to a pickup library with it.
 */
export async function handOut(
  deps: Deps,
  staff: Staff,
  scan: Scan & { cardNumber: string },
): Promise<Decision<ScanAnswer>> {
  return recorded(deps, staff, 'handOut', scan, await judged(deps, staff, scan));
}

async function judged(
  deps: Deps,
  staff: Staff,
  { cardNumber, ...scan }: Scan & { cardNumber: string },
): Promise<Decision<ScanAnswer>> {
  const at = scan.occurredAt;
  const card = await deps.patron.call(patronApi.resolveCard, { body: { cardNumber, at } });
  if (!card.ok) return card;
  const reservationIds = card.value.reservations.map((one) => one.reservationId).slice(0, 30);
  const give = () =>
    deps.catalog.call(catalogApi.handOut, { body: { ...scan, reservationIds, by: byOf(staff) } });
  if (staff.library !== PREFECTURAL_LIBRARY) return give();
  const reservation = await reservationFor(deps, scan.barcode, reservationIds);
  if (!reservation.ok) return reservation;
  const reservationId = reservation.value;
  const claim = await deps.patron.call(patronApi.claimLoan, { body: { reservationId, at } });
  if (!claim.ok) return claim;
  // A fault here leaves the claim: the hand-out may have been recorded, and a loan without a slot is worse.
  const answer = await give();
  if (!answer.ok && claim.value.made) {
    await deps.patron.call(patronApi.releaseLoanClaim, { body: { reservationId, at } });
  }
  return answer;
}

/** The reservation the copy is held for, when it is one of the card's and to be fetched at this counter. */
async function reservationFor(
  deps: Deps,
  barcode: string,
  ofCard: readonly ReservationId[],
): Promise<Decision<ReservationId>> {
  const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: barcode.trim() } });
  if (!copy.ok) return copy;
  const { reservationId, pickupLibrary, toReturn } = copy.value;
  if (reservationId === null) return refuse('NOTHING_HELD');
  // R9: a hold that ended may be taken up again while the card still has its reservation; anything else goes back.
  const given = toReturn === null || (toReturn === 'expired' && ofCard.includes(reservationId));
  if (!given) return refuse('DO_NOT_HAND_OUT');
  if (!ofCard.includes(reservationId)) return refuse('CARD_DOES_NOT_MATCH');
  if (pickupLibrary !== null && pickupLibrary !== PREFECTURAL_LIBRARY) {
    const nameOf = await deps.libraries.names();
    return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: nameOf(pickupLibrary) });
  }
  return { ok: true, value: reservationId };
}
