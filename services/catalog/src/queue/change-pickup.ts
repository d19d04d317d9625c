import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, type Instant, judgePickupChange, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { whereaboutsOf } from '../ledger/copy-place.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { pickupLibrary as findPickupLibrary } from '../libraries/pickup-library.ts';
import { allocateNext } from './allocate-next.ts';
import { type LockedEntry, withEntry } from './with-entry.ts';

export interface ChangePickup {
  reservationId: string;
  pickupLibrary: string;
  at: Instant;
  undo?: boolean;
}

/**
 * R5, R20. Another pickup library for a reservation, as far as the catalog knows; between this and packing the judge is
 * shipping, and `undo` puts back what was before when packing was quicker. One that waited for a paused library may get
 * a copy at once, which it hears as a fact. Repeated it answers the same.
 *
 * Refuses STATE_CHANGED for one that has left the queue or never joined, CHANGE_PICKUP_TOO_LATE once it is packed or
 * further, PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED (R5) and PICKUP_MUST_BE_PREFECTURAL (R4, 来館貸出可).
 */
export function changePickup(
  deps: CatalogDeps,
  command: ChangePickup,
): Promise<Decision<{ previous: string; name: string }>> {
  return withEntry<Decision<{ previous: string; name: string }>>(
    deps,
    command.reservationId,
    async (tx, locked) => {
      if (locked === undefined) return refuse('STATE_CHANGED');
      const { entry } = locked;
      const { name } = await libraryOf(tx, command.pickupLibrary);
      if (isRepeated(entry, command)) return allow({ previous: entry.pickupBefore ?? '', name });
      const previous = entry.pickupLibrary;
      if (command.undo === true) {
        if (entry.pickupLibrary !== command.pickupLibrary) await move(tx, locked, command);
        return allow({ previous, name });
      }
      const decision = await judge(tx, locked, command);
      if (!decision.ok) return decision;
      await move(tx, locked, command);
      if (entry.state === 'waiting') await allocateNext(tx, entry.recordId, new Date(command.at));
      return allow({ previous, name });
    },
  );
}

function isRepeated(entry: QueueEntry, { pickupLibrary, at, undo }: ChangePickup): boolean {
  const sameWish = undo !== true && entry.pickupChangedAt?.getTime() === Date.parse(at);
  return sameWish && entry.pickupLibrary === pickupLibrary && entry.pickupBefore !== null;
}

async function judge(
  tx: Transaction,
  { entry, held }: LockedEntry,
  { pickupLibrary, at }: ChangePickup,
): Promise<Decision<void>> {
  const { lending } = await tx.bibliographicRecord.findUniqueOrThrow({
    where: { id: entry.recordId },
    select: { lending: true },
  });
  const library = await findPickupLibrary(tx, pickupLibrary);
  const position = held?.journey.open ? held.journey.position : undefined;
  return judgePickupChange(
    { state: entry.state, position, inPersonOnly: lending === 'inPersonOnly' },
    { library, isPrefectural: pickupLibrary === PREFECTURAL_LIBRARY, at },
  );
}

/** A copy that was fetched already stands somewhere else from now on: on the hold shelf, or with what is to be packed. */
async function move(
  tx: Transaction,
  { entry, held }: LockedEntry,
  { pickupLibrary, at }: ChangePickup,
): Promise<void> {
  await tx.queueEntry.update({
    where: { reservationId: entry.reservationId },
    data: { pickupLibrary, pickupBefore: entry.pickupLibrary, pickupChangedAt: new Date(at) },
  });
  if (!held?.journey.open) return;
  const { journey } = held;
  journey.entry.pickupLibrary = pickupLibrary;
  await moveCopy(tx, journey.copyId, whereaboutsOf(journey.position, pickupLibrary, true));
}
