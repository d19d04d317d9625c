import { saysTheSame, whereaboutsOf } from '@toshobin/catalog';
import type { Finding } from './finding.ts';
import type { ReservationSeen } from './reservation-seen.ts';

/** What the catalog tells of a reservation against its own rows, and the copy against its scans. */
export function judgeLedger(seen: ReservationSeen): Finding[] {
  const { reservationId, ledger } = seen;
  if (ledger === undefined) return [];
  const { told, present } = ledger;
  const isTold = told && saysTheSame(told.standing, present);
  const of = { reservation: reservationId };
  const findings: Finding[] = isTold
    ? []
    : [{ what: 'toldOtherwise', of, seen: `its rows say ${present.state.stage}` }];
  return [...findings, ...judgeEntry(seen), ...judgeCopy(seen)];
}

function judgeEntry({ reservationId, entry, allocations }: ReservationSeen): Finding[] {
  const open = allocations.filter(({ closedAt }) => closedAt === null).length;
  const should = entry?.state === 'allocated' ? 1 : 0;
  if (open === should) return [];
  const how = `${entry?.state}, ${open} open allocations`;
  return [{ what: 'entryWithoutCopy', of: { reservation: reservationId }, seen: how }];
}

/** Only the latest allocation of a copy says where it is; what is lost or searched for is nowhere. */
function judgeCopy({ reservationId, ledger, copy, allocations, lines }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  const known = state?.copy;
  const latest = copy?.allocations[0];
  if (!known || !copy || latest?.number !== known.allocation || copy.condition !== 'inService') return [];
  if (state.stage === 'over' || state.stage === 'lost') return [];
  const of = { reservation: reservationId, copy: copy.barcode };
  const isOpen = allocations.some(({ number, closedAt }) => number === latest.number && closedAt === null);
  const { place } = whereaboutsOf(known.position, state.pickupLibrary, isOpen);
  const findings: Finding[] = [];
  if (copy.place !== place) {
    const seen = `${copy.place}, and its scans say ${place}`;
    if (state.stage === 'held') findings.push({ what: 'readyAndNotOnShelf', of, seen });
    else if (state.stage === 'onLoan') findings.push({ what: 'outAndElsewhere', of, seen });
    else findings.push({ what: 'copyElsewhere', of, seen });
  }
  const away = lines.find(({ parcel }) => parcel.state === 'dispatched');
  if (state.stage === 'onLoan' && away)
    findings.push({ what: 'outAndInTransit', of: { ...of, parcel: away.parcelNumber } });
  return findings;
}

/** Scans that one service told and the other has not: parcels' steps in the catalog, scans of copies in shipping. */
export function judgeFacts({
  reservationId,
  scans,
  copyFacts,
  heardFromShipping,
  copyScans,
  packed,
}: ReservationSeen): Finding[] {
  const fromShipping = copyFacts.filter(({ factId }) => !heardFromShipping.has(factId));
  // Of copies that were never in a parcel shipping has nothing to say.
  const posted = new Set(packed.map(({ copyId }) => copyId));
  const fromCatalog = scans.filter(
    ({ factId, kind, copyId }) => HEARD_BY_SHIPPING.has(kind) && posted.has(copyId) && !copyScans.has(factId),
  );
  const of = (service: string, facts: readonly { factId: string }[]): Finding[] =>
    facts.map(({ factId }) => ({
      what: 'factUnheard',
      of: { reservation: reservationId, fact: factId, service },
    }));
  return [...of('shipping', fromShipping), ...of('catalog', fromCatalog)];
}

const HEARD_BY_SHIPPING: ReadonlySet<string> = new Set(['handedOut', 'handedIn', 'home']);
