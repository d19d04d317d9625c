import type { CatalogPosition } from '@toshobin/contracts';
import { fromDateColumn, isQueued, reached } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { wishesAnswered } from '../ledger/answered-once.ts';
import { dueOf } from '../ledger/due-of.ts';
import { type Journey, latestJourneyOfReservation, wasWithdrawn } from '../ledger/journey.ts';
import { standingOf } from '../ledger/standings.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { allocationOf } from './allocation-of.ts';
import { queuePosition } from './queue-positions.ts';

/**
 * All that the catalog knows of a reservation: its entry, its place while it waits, otherwise its latest allocation
 * (also one that has ended) with every fact of it.
 */
export async function positionOfReservation(
  tx: Transaction,
  reservationId: string,
): Promise<CatalogPosition> {
  const entry = await tx.queueEntry.findUnique({ where: { reservationId } });
  if (entry === null) return { entry: 'none', facts: [], standing: null, wishes: [] };
  const { pickupLibrary } = entry;
  const standing = await standingOf(tx, reservationId);
  const { name: pickupLibraryName } = await libraryOf(tx, pickupLibrary);
  const wishes = await wishesAnswered(tx, reservationId);
  if (isQueued(entry.state)) {
    const position = await queuePosition(tx, reservationId);
    const where = {
      entry: entry.state,
      pickupLibrary,
      pickupLibraryName,
      facts: [],
      standing,
      wishes,
      ...(position === undefined ? {} : { position }),
    };
    return entry.state === 'suspended'
      ? { ...where, resumesOn: entry.resumesOn && fromDateColumn(entry.resumesOn) }
      : where;
  }
  const journey = await latestJourneyOfReservation(tx, reservationId);
  if (journey === undefined || wasWithdrawn(journey))
    return { entry: entry.state, pickupLibrary, pickupLibraryName, facts: [], standing, wishes };
  return {
    entry: entry.state,
    pickupLibrary,
    pickupLibraryName,
    allocation: await allocationOf(tx, journey),
    facts: journey.facts,
    standing,
    wishes,
    ...(journey.loan === null ? {} : { due: dueOf(journey.loan) }),
    ...(isLost(journey) ? { lost: true } : {}),
    ...(journey.ending === 'expired' ? { expired: true } : {}),
  };
}

/** Lost as a loan; or on its way home, its allocation having ended before, and then the entry alone was closed. */
function isLost({ ending, entry, position }: Journey): boolean {
  if (reached(position, 'home')) return false;
  return ending === 'lost' || (entry.state === 'closed' && (ending === 'expired' || ending === 'cancelled'));
}
