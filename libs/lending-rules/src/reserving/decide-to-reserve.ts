import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** Who asks, as far as R1 and R2 care. */
export interface ReservingPatron {
  card: { status: 'valid' | 'suspended' | 'expired' | 'replaced' };
  /** A password of the patron's own, not the initial one. */
  passwordChosen: boolean;
  /** `undeliverable`: our last mail came back. */
  email: 'none' | 'unverified' | 'verified' | 'undeliverable';
  /** `staff`: entered at the desk or on the phone. */
  channel: 'web' | 'staff';
}

/**
 * R1, R2. May this card reserve? The card must be valid, whoever enters it; on the web the patron needs a chosen
 * password and an address that mail reaches. Refuses CARD_REPLACED, CARD_EXPIRED, CARD_SUSPENDED,
 * PASSWORD_NOT_CHOSEN, EMAIL_NOT_REGISTERED, EMAIL_NOT_VERIFIED, EMAIL_UNDELIVERABLE.
 */
export function decideToReserve(patron: ReservingPatron): Decision<void> {
  switch (patron.card.status) {
    case 'replaced':
      return refuse('CARD_REPLACED');
    case 'expired':
      return refuse('CARD_EXPIRED');
    case 'suspended':
      return refuse('CARD_SUSPENDED');
    case 'valid':
      return patron.channel === 'staff' ? allow(undefined) : decideOnWeb(patron);
  }
}

function decideOnWeb(patron: ReservingPatron): Decision<void> {
  if (!patron.passwordChosen) return refuse('PASSWORD_NOT_CHOSEN');
  switch (patron.email) {
    case 'none':
      return refuse('EMAIL_NOT_REGISTERED');
    case 'unverified':
      return refuse('EMAIL_NOT_VERIFIED');
    case 'undeliverable':
      return refuse('EMAIL_UNDELIVERABLE');
    case 'verified':
      return allow(undefined);
  }
}
