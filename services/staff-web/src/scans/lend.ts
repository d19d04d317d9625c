import {
  type LendOverride,
  type ReservationId,
  ReservationIdSchema,
  type ResolvedCard,
  type ScanAnswer,
} from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { isRelease, resolveCard } from './card-or-code.ts';
import { handOutAtCounter } from './hand-out.ts';
import { byOf, type Scan } from './scan-copy.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'patron' | 'libraries'>;

export interface Lending extends Scan {
  cardNumber: string;
  /** What the desk goes on with in spite of, and why. */
  overrides?: readonly LendOverride[] | undefined;
  overrideReason?: string | undefined;
}

/**
 * R3, R7 at the prefectural counter: card, then copy. A copy held for the card is an ordinary hand-out; any other is
 * lent without a reservation. Neither Temporal nor Kafka is needed: the patron service starts the loan's process later.
 * Refuses RELEASE_FOR_HELD where the code of a release stands for the card; RESERVED_FOR_OTHER and LOAN_LIMIT, which the desk may go on with in spite of; and as hand-outs do.
 */
export async function lendByCard(
  deps: Deps,
  staff: Staff,
  scan: Lending,
  /** How the card stands with the loan. */
  heard: (card: ResolvedCard) => void,
): Promise<Decision<ScanAnswer>> {
  const { factId, occurredAt, barcode, cardNumber } = scan;
  const copy = await deps.catalog.readCopy({ params: { barcode: barcode.trim() } });
  if (!copy.ok) return copy;
  const { reservationId: heldFor, recordId, title, protectiveCover } = copy.value;
  const reason = (override: LendOverride) =>
    scan.overrides?.includes(override) && scan.overrideReason !== undefined
      ? { overrideReason: scan.overrideReason }
      : {};
  const opening = {
    reservationId: loanOf(factId),
    cardNumber,
    recordId,
    title,
    protectiveCover,
    at: occurredAt,
  };
  const lendTo = (reservationId: ReservationId) =>
    deps.catalog.lendAtCounter({
      body: { factId, occurredAt, barcode, by: byOf(staff), reservationId, ...reason('RESERVED_FOR_OTHER') },
    });
  // The patron service judges the card as it opens the loan; whose reservation a copy is for is asked where it is for one.
  const card = heldFor === null ? undefined : await resolveCard(deps, staff, { cardNumber, at: occurredAt });
  if (card && !card.ok) return card;
  const ofCard = card?.value.reservations.map((one) => one.reservationId).slice(0, 30) ?? [];
  if (heldFor !== null && ofCard.includes(heldFor)) {
    if (scan.overrides?.includes('LOAN_LIMIT')) {
      // The slot past the limit is claimed for the reservation that waits; it is flagged.
      const claimed = await deps.patron.openCounterLoan({
        body: { ...opening, ...reason('LOAN_LIMIT') },
      });
      if (!claimed.ok) return claimed;
    }
    const handing = { factId, occurredAt, barcode, cardNumber };
    const handed = await handOutAtCounter(deps, staff, handing, { copy: copy.value, ofCard });
    if (handed.ok || copy.value.place !== 'onLoan') return handed;
    // The copy may be on loan by this very scan, sent again: then the catalog answers what it answered.
    const again = await lendTo(heldFor);
    return again.ok ? again : handed;
  }
  if (isRelease(cardNumber)) return refuse('RELEASE_FOR_HELD');
  const loan = await deps.patron.openCounterLoan({
    body: { ...opening, ...reason('LOAN_LIMIT') },
  });
  if (!loan.ok) return loan;
  const { reservationId, made } = loan.value;
  const lent = await lendTo(reservationId);
  if (lent.ok) heard(loan.value.card);
  // A fault leaves the row and its slot: it may have been lent, and the nightly repair finds the rest.
  if (!lent.ok && made) {
    await deps.patron.releaseCounterLoan({ body: { reservationId, at: occurredAt } });
  }
  return lent;
}

/** The id of the loan that a scan begins: the same for the same scan, so that sending it twice is one loan. */
export function loanOf(factId: string): ReservationId {
  return ReservationIdSchema.parse(derivedId(factId, 'loan'));
}
