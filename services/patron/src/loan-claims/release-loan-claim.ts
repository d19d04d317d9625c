import type { Instant } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import { isOpen } from '../my-library/read-my-library.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { beReservation, slotsCameFree, waitNoMore } from '../slots/change-slots.ts';
import { freeLoanSlot } from '../slots/take-slot.ts';

/**
 * Gives back a claim whose hand-over did not happen, or whose copy will not be packed after all (`stopsWaiting`: nor
 * does it wait for a slot any more): it is a reservation again. A loan stays, and so does the claim of what is in its
 * parcel.
 */
export async function releaseLoanClaim(
  deps: PatronDeps,
  { reservationId, at, stopsWaiting }: { reservationId: string; at: Instant; stopsWaiting?: true },
): Promise<{ released: boolean }> {
  const found = await deps.db.application.findUnique({ where: { reservationId } });
  if (found === null) return { released: false };
  const { patronId } = found;
  const released = await inTransaction(deps, async (tx) => {
    await lockPatron(tx, patronId);
    if (stopsWaiting) await waitNoMore(deps, tx, { reservationId, patronId, at });
    const slot = await tx.loanSlot.findUnique({ where: { reservationId } });
    const application = await tx.application.findUniqueOrThrow({ where: { reservationId } });
    if (slot?.kind !== 'claim' || application.state === 'packed') return false;
    await freeLoanSlot(tx, reservationId);
    await slotsCameFree(deps, tx, { reservationId, patronId, at });
    if (isOpen(application)) await beReservation(tx, { reservationId, patronId, at });
    return true;
  });
  return { released };
}
