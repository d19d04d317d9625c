import type { Instant } from '@toshobin/lending-rules';
import { lockPatron } from '../lock-patron.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { slotsCameFree } from './change-slots.ts';
import { freeLoanSlot, takeReservationSlot } from './take-slot.ts';

/**
 * Gives back a claim whose hand-over did not happen: it is a reservation again. A loan stays, and so does nothing
 * at all.
 */
export async function releaseLoanClaim(
  deps: PatronDeps,
  { reservationId, at }: { reservationId: string; at: Instant },
): Promise<{ released: boolean }> {
  const found = await deps.db.application.findUnique({ where: { reservationId } });
  if (found === null) return { released: false };
  const { patronId } = found;
  const released = await deps.db.$transaction(async (tx) => {
    await lockPatron(tx, patronId);
    const slot = await tx.loanSlot.findUnique({ where: { reservationId } });
    if (slot?.kind !== 'claim') return false;
    await freeLoanSlot(tx, reservationId);
    const application = await tx.application.findUniqueOrThrow({ where: { reservationId } });
    if (application.endedAt === null) await takeReservationSlot(tx, { patronId, reservationId });
    await slotsCameFree(deps, tx, { reservationId, patronId, at });
    return true;
  });
  if (released) deps.wake('outbox');
  return { released };
}
