import type { CatalogPosition } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';
import { wishesAnswered } from '../ledger/answered-once.ts';
import { standingOf } from '../ledger/standings.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { queuePosition } from './queue-positions.ts';

/** How a reservation stands by what was told of it last, its place while it waits, and the wishes that were answered. */
export async function positionOfReservation(
  tx: Transaction,
  reservationId: string,
): Promise<CatalogPosition> {
  const standing = await standingOf(tx, reservationId);
  if (standing === null) return { standing, wishes: [] };
  const { name: pickupLibraryName } = await libraryOf(tx, standing.state.pickupLibrary);
  const wishes = await wishesAnswered(tx, reservationId);
  const position = await queuePosition(tx, reservationId);
  return { standing, wishes, pickupLibraryName, ...(position === undefined ? {} : { position }) };
}
