import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  allow,
  hasLeftTheQueue,
  type Instant,
  judgePickupChange,
  refuse,
  type ToRedirect,
} from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Carries } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { putWhereItIs } from '../ledger/record-fact.ts';
import { findLibrary, libraryOf } from '../libraries/find-library.ts';
import { allocateNext } from './allocate-next.ts';
import { type LockedEntry, withEntry } from './with-entry.ts';

/**
 * R5, R20. Another pickup library for a reservation, as far as the catalog knows. Where its copy is being packed,
 * shipping judges between this and packing: until it has answered (`endRedirect`) the row says from where. A
 * reservation that waited for a paused library may get a copy at once, which it hears as a fact, and so may one that
 * was passed on (R15) and needs no loan slot at the counter. For the library that it has already, nothing changes.
 *
 * Refuses STATE_CHANGED for one that has left the queue or never joined, CHANGE_PICKUP_TOO_LATE once it is packed or
 * further, PICKUP_LIBRARY_UNKNOWN, PICKUP_LIBRARY_PAUSED (R5) and PICKUP_MUST_BE_PREFECTURAL (R4, 来館貸出可).
 */
export const changePickup: Carries<'changePickup'> = (deps, command) =>
  withEntry(deps, command.reservationId, async (tx, locked) => {
    if (locked === undefined) return refuse('STATE_CHANGED');
    const { entry } = locked;
    if (hasLeftTheQueue(entry.state)) return refuse('STATE_CHANGED');
    const { name } = await libraryOf(tx, command.pickupLibrary);
    if (entry.pickupLibrary === command.pickupLibrary) return allow({ name });
    const decision = await judge(tx, locked, command);
    if (!decision.ok) return decision;
    const { redirectedFrom, isMovedByHand, waitsAgain } = decision.value;
    const state = waitsAgain ? 'waiting' : entry.state;
    const redirectWish = command.wish ?? null;
    await moveTo(tx, locked, command.pickupLibrary, { redirectedFrom, redirectWish, state });
    if (isMovedByHand) await askToMove(tx, locked, command.at);
    if (state === 'waiting') await allocateNext(tx, entry.recordId, new Date(command.at));
    return allow({ name, moved: { from: entry.pickupLibrary, to: command.pickupLibrary, at: command.at } });
  });

/** The reservation, as a change of its pickup library is judged. */
export function toRedirect({ entry, held }: LockedEntry): ToRedirect {
  const { state, pickupLibrary, redirectedFrom } = entry;
  const position = held?.journey.open ? held.journey.position : undefined;
  return {
    state,
    position,
    pickupLibrary,
    redirectedFrom,
    isPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
  };
}

async function judge(
  tx: Transaction,
  locked: LockedEntry,
  { pickupLibrary, at }: { pickupLibrary: string; at: Instant },
): Promise<ReturnType<typeof judgePickupChange>> {
  const { lending } = await tx.bibliographicRecord.findUniqueOrThrow({
    where: { id: locked.entry.recordId },
    select: { lending: true },
  });
  const library = await findLibrary(tx, pickupLibrary);
  const { state, resumesOn } = locked.entry;
  const isPassedOn = state === 'suspended' && resumesOn === null;
  return judgePickupChange(
    { ...toRedirect(locked), inPersonOnly: lending === 'inPersonOnly', isPassedOn },
    { library, isPrefectural: pickupLibrary === PREFECTURAL_LIBRARY, at },
  );
}

/** Writes the new pickup library; a fetched copy stands elsewhere by it: on the hold shelf, or among those to pack. */
export async function moveTo(
  tx: Transaction,
  { entry, held }: LockedEntry,
  pickupLibrary: string,
  change: Pick<QueueEntry, 'redirectedFrom' | 'redirectWish'> & Partial<Pick<QueueEntry, 'state'>>,
): Promise<void> {
  const { reservationId } = entry;
  await tx.queueEntry.update({ where: { reservationId }, data: { pickupLibrary, ...change } });
  if (!held?.journey.open) return;
  const { journey } = held;
  journey.entry.pickupLibrary = pickupLibrary;
  // R15. At the counter the copy waits for no loan slot, and passes to nobody.
  if (pickupLibrary === PREFECTURAL_LIBRARY)
    await tx.allocation.update({ where: { number: journey.allocation }, data: { keptSince: null } });
  await putWhereItIs(tx, journey);
}

/** Asks the desk to move a fetched copy, which goes to the hold shelf or leaves it. */
export async function askToMove(
  tx: Transaction,
  { entry: { reservationId }, held }: LockedEntry,
  at: Instant,
): Promise<void> {
  // The scan that shows the copy moved settles the task.
  const subject = { reservationId, ...(held ? { barcode: held.copy.barcode } : {}) };
  await openTask(tx, { kind: 'moveHold', subject, why: 'pickupLibraryChanged', at });
}
