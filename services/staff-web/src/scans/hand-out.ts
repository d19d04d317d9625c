import {
  type catalogApi,
  PREFECTURAL_LIBRARY,
  type ReservationId,
  type ScanAnswer,
} from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { resolveCard } from './card-or-code.ts';
import { byOf, type Scan } from './scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'patron' | 'libraries'>;
type Copy = z.output<typeof catalogApi.readCopy.answer>;

export interface HandOut extends Scan {
  /** A card's number, or the code of a release. */
  cardNumber: string;
  /** The copy was handed over already: what happened is recorded, whatever the rules say. */
  handedOver?: boolean | undefined;
}

/**
 * R14. Hands a copy to the holder of a card: the patron service names the card's reservations, the catalog judges
 * whether the copy is for one of them. At the prefectural counter the loan begins here, so a loan slot is claimed
 * before (R3) and given back when the catalog refuses; at a pickup library the slot was taken before dispatch. A claim
 * that was there before is not ours to give back: the copy may be on its way to a pickup library with it.
 */
export async function handOutByCard(deps: Deps, staff: Staff, scan: HandOut): Promise<Decision<ScanAnswer>> {
  const card = await resolveCard(deps, staff, { cardNumber: scan.cardNumber, at: scan.occurredAt });
  if (!card.ok) return scan.handedOver ? handedToNobody(deps, staff, scan, card) : card;
  const ofCard = card.value.reservations.map((one) => one.reservationId).slice(0, 30);
  if (staff.library !== PREFECTURAL_LIBRARY) return give(deps, staff, scan, ofCard);
  const copy = await deps.catalog.readCopy({ params: { barcode: scan.barcode.trim() } });
  if (!copy.ok) return copy;
  return handOutAtCounter(deps, staff, scan, { copy: copy.value, ofCard });
}

/** The card is nobody's, or not any more: what is not recorded is told apart by the end of its number. */
async function handedToNobody(
  deps: Deps,
  staff: Staff,
  scan: HandOut,
  card: Extract<Decision<never>, { ok: false }>,
): Promise<Decision<ScanAnswer>> {
  if (!['NOT_FOUND', 'CARD_REPLACED'].includes(card.refusal.code)) return card;
  const answer = await give(deps, staff, scan, null);
  const isNobodys = !answer.ok && answer.refusal.code === 'CARD_OF_NOBODY';
  return isNobodys ? refuse('CARD_OF_NOBODY', { lastDigits: scan.cardNumber.slice(-4) }) : answer;
}

/** R3. With its claim before; what was handed over already is a fact, and goes past the limit if it must. */
export async function handOutAtCounter(
  deps: Deps,
  staff: Staff,
  scan: HandOut,
  { copy, ofCard }: { copy: Copy; ofCard: readonly ReservationId[] },
): Promise<Decision<ScanAnswer>> {
  const at = scan.occurredAt;
  const reservation = await reservationFor(deps, copy, ofCard);
  if (!reservation.ok) return scan.handedOver ? give(deps, staff, scan, ofCard) : reservation;
  const reservationId = reservation.value;
  const claim = await deps.patron.claimLoan({ body: { reservationId, at } });
  if (!claim.ok && !scan.handedOver) return claim;
  // A fault here leaves the claim: the hand-out may have been recorded, and a loan without a slot is worse.
  const answer = await give(deps, staff, scan, ofCard);
  if (!answer.ok && claim.ok && claim.value.made) {
    await deps.patron.releaseLoanClaim({ body: { reservationId, at } });
  }
  return answer;
}

function give(deps: Deps, staff: Staff, scan: HandOut, ofCard: readonly ReservationId[] | null) {
  const { cardNumber: _card, handedOver = false, ...rest } = scan;
  const body = { ...rest, handedOver, reservationIds: ofCard && [...ofCard], by: byOf(staff) };
  return deps.catalog.handOut({ body });
}

/** The reservation the copy is held for, when it is one of the card's and to be fetched at this counter. */
async function reservationFor(
  deps: Deps,
  { reservationId, pickupLibrary, toReturn, place }: Copy,
  ofCard: readonly ReservationId[],
): Promise<Decision<ReservationId>> {
  if (reservationId === null) return refuse('NOTHING_HELD');
  // R9: a hold that ended may be taken up again while the card still has its reservation; anything else goes back.
  const given = toReturn === null || (toReturn === 'expired' && ofCard.includes(reservationId));
  if (!given) return refuse('DO_NOT_HAND_OUT');
  if (!ofCard.includes(reservationId)) return refuse('CARD_DOES_NOT_MATCH');
  if (pickupLibrary !== null && pickupLibrary !== PREFECTURAL_LIBRARY) {
    if (place === 'onLoan') return refuse('LENT_TO_THIS_READER');
    const nameOf = await deps.libraries.names();
    return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: nameOf(pickupLibrary) });
  }
  return { ok: true, value: reservationId };
}
