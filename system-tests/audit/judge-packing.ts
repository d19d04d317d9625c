import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Finding } from './finding.ts';
import type { ReservationSeen } from './reservation-seen.ts';

/** The packing list against how the reservation stands. */
export function judgePacking({ reservationId, ledger, application, packing }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  if (!state) return [];
  const own = state.copy?.allocation;
  const travels = state.pickupLibrary !== PREFECTURAL_LIBRARY && state.ended === null;
  const findings = packing.flatMap((row): Finding[] => {
    const { state: listed, allocation, barcode } = row;
    const should = travels && allocation === own && (state.stage === 'fetched' || state.stage === 'packed');
    if (should || listed === 'removed' || listed === 'dispatched') return [];
    const of = { reservation: reservationId, copy: barcode };
    return [{ what: 'packingListOtherwise', of, seen: `${listed}, and it is ${state.stage}` }];
  });
  const isListed = packing.some(
    ({ allocation, state: listed }) => allocation === own && (listed === 'waiting' || listed === 'packed'),
  );
  const isToBePacked = travels && state.stage === 'fetched' && application?.loanSlot?.kind === 'claim';
  if (isToBePacked && !isListed)
    findings.push({ what: 'notOnPackingList', of: { reservation: reservationId } });
  return findings;
}
