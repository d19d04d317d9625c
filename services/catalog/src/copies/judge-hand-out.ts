import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  allow,
  type Decision,
  dayOf,
  endingIs,
  instantFromDate,
  isHome,
  isQueued,
  minusDuration,
  refuse,
  wasFetched,
  wasHandedIn,
  wasHandedOut,
} from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import { type Journey, wasWithdrawn } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { mayBeTakenUpAgain } from '../loans/allow-late-hand-out.ts';
import type { ScanInHand } from './scan-once.ts';

export interface CardShown {
  /** Every reservation of the card that was shown; null: nobody has that card. */
  reservationIds: readonly string[] | null;
  /** Whether the copy was handed over before it could be scanned, and that is recorded. */
  handedOver: boolean;
}

/** The allocation of the copy, and whether it is one of the card. */
interface HandOutFor {
  journey: Journey;
  ofCard: boolean;
}

/**
 * R14, R9. Whether a copy may be handed out, or was handed over already. The card is asked before the library: a
 * stranger's card opens nothing. Refuses NOTHING_HELD; DO_NOT_HAND_OUT; and only for a copy that was not handed over
 * yet: CARD_DOES_NOT_MATCH, WRONG_PICKUP_LIBRARY (pickupLibrary), LENT_TO_THIS_READER where the patron has it from
 * another library, HAND_OUT_AFTER_EXPIRY (holdUntil, phone) until the desk has allowed it.
 */
export async function judgeHandOut(scan: ScanInHand, card: CardShown): Promise<Decision<HandOutFor>> {
  const { journey } = scan;
  if (journey === undefined || isHome(journey) || wasHandedIn(journey)) return refuse('NOTHING_HELD');
  if (!journey.open && !wasFetched(journey)) return refuse('NOTHING_HELD');
  const ofCard = card.reservationIds?.includes(journey.reservationId) ?? false;
  if (card.handedOver) return judgeHandedOver(journey, ofCard);
  if (!journey.open && !mayBeTakenUpAgain(journey)) return refuse('DO_NOT_HAND_OUT');
  // A card may no longer know a reservation that has ended: the copy goes back, whoever asks.
  if (!ofCard) return refuse(journey.open ? 'CARD_DOES_NOT_MATCH' : 'DO_NOT_HAND_OUT');
  const { pickupLibrary } = journey.entry;
  if (pickupLibrary !== scan.by.library) {
    if (wasHandedOut(journey)) return refuse('LENT_TO_THIS_READER');
    const { name } = await libraryOf(scan.tx, pickupLibrary);
    return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: name });
  }
  if (!journey.open && !(await mayBeLate(scan, journey))) return refuseLate(scan.tx, journey);
  return allow({ journey, ofCard });
}

/** Judges a hand-over that has happened: a copy that is lost or long overdue is out by the records already. */
function judgeHandedOver(journey: Journey, ofCard: boolean): Decision<HandOutFor> {
  if (endingIs(journey.ending, 'unreturned')) return refuse('DO_NOT_HAND_OUT');
  const hasOther = wasWithdrawn(journey) && !isQueued(journey.entry.state);
  return allow({ journey, ofCard: ofCard && !hasOther });
}

/** Whether the desk has allowed the late hand-out, or it happened before the hold ended and is only heard of now. */
async function mayBeLate({ tx, at }: ScanInHand, { allocation }: Journey): Promise<boolean> {
  const { closedAt, lateAllowedAt } = await tx.allocation.findUniqueOrThrow({
    where: { number: allocation },
  });
  return lateAllowedAt !== null || (closedAt !== null && at < closedAt);
}

/** Refuses with the hold's last day; the command that ended the hold came just after it. */
async function refuseLate(tx: Transaction, { allocation, loan }: Journey): Promise<Decision<never>> {
  const { closedAt } = await tx.allocation.findUniqueOrThrow({ where: { number: allocation } });
  const ended = instantFromDate(closedAt ?? new Date(0));
  const { phone } = await libraryOf(tx, PREFECTURAL_LIBRARY);
  const holdUntil = loan === null ? dayOf(minusDuration(ended, 'PT1H')) : dueOf(loan).date;
  return refuse('HAND_OUT_AFTER_EXPIRY', { holdUntil, phone });
}
