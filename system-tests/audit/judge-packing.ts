import { copyToPack } from '@toshobin/lending-rules';
import type { Finding } from './finding.ts';
import type { ReservationSeen } from './reservation-seen.ts';

/** The packing list against how the reservation stands. */
export function judgePacking({ reservationId, ledger, application, listed }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  if (!state) return [];
  const toPack = copyToPack(state);
  const isListed = listed?.isListed ?? false;
  if (isListed && listed?.allocation !== toPack?.allocation) {
    const of = { reservation: reservationId, copy: listed?.barcode ?? '' };
    return [{ what: 'packingListOtherwise', of, seen: `on the packing list, and it is ${state.stage}` }];
  }
  const isToBePacked = state.stage === 'fetched' && application?.loanSlot?.kind === 'claim';
  return isToBePacked && !isListed ? [{ what: 'notOnPackingList', of: { reservation: reservationId } }] : [];
}
