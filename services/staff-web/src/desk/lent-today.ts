import { PREFECTURAL_LIBRARY, type ReservationId } from '@toshobin/contracts';
import { dayOf, instantFromDate, startOfDay } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import { type CopyInHand, copyNumbered } from '../scans/copy-in-hand.ts';
import type { CardInHand } from './card-in-hand.ts';

/**
 * The copies that the holder of a card was given at the prefectural counter today and has still, the last one first: also
 * those of before another reader was served in between, at whichever terminal. A list of scans knows no card: whose a copy
 * is tells the catalog by their reservations. While it can't be asked, those of this visit.
 */
export async function lentToday(
  deps: Pick<StaffWebDeps, 'catalog' | 'scans' | 'now'>,
  { lent, theirs }: Pick<CardInHand, 'lent' | 'theirs'>,
): Promise<CopyInHand[]> {
  const ofVisit = new Set(lent.map(({ code }) => code));
  const since = startOfDay(dayOf(instantFromDate(deps.now())));
  const today = await deps.scans.handedOut(await copiesOf(deps, theirs), new Date(since));
  const codes = [...new Set([...ofVisit, ...today])];
  const copies = await Promise.all(codes.map((code) => copyNumbered(deps, code)));
  const own = new Set<string | null>(theirs);
  return copies.flatMap((copy) => {
    if (copy === undefined) return [];
    const isTheirs = copy.place === 'onLoan' && own.has(copy.reservationId);
    return isTheirs || ofVisit.has(copy.barcode) ? [copy] : [];
  });
}

async function copiesOf(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  reservations: readonly ReservationId[],
): Promise<string[]> {
  if (reservations.length === 0) return [];
  const body = { reservationIds: reservations.slice(0, 200) };
  const about = await orNone(catalog.reservationsAtDesk({ body }));
  return (about?.rows ?? []).flatMap(({ barcode, pickupLibrary }) =>
    barcode !== null && pickupLibrary === PREFECTURAL_LIBRARY ? [barcode] : [],
  );
}
