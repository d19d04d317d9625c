import type { Instant } from '@toshobin/lending-rules';
import { type Application, inTransaction, type Transaction } from '../database.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import { isOpen } from '../my-library/read-my-library.ts';
import type { Carries, PatronDeps } from '../patron-deps.ts';
import { beReservation, slotsCameFree, waitNoMore } from '../slots/change-slots.ts';
import { freeLoanSlot } from '../slots/take-slot.ts';
import { withStanding } from '../standings/with-standing.ts';

/**
 * Gives back a claim whose hand-over did not happen: the reservation counts as one again. A loan stays, and so does the
 * claim of a copy in its parcel.
 */
export async function releaseLoanClaim(
  deps: PatronDeps,
  { reservationId, at }: { reservationId: string; at: Instant },
): Promise<{ released: boolean }> {
  const released = await inTransaction(deps, async (tx) => {
    const application = await lockApplication(tx, reservationId);
    return application !== undefined && release(deps, tx, application, at);
  });
  return { released };
}

/**
 * Gives up the claim of a copy that will not be packed after all; nor does the copy wait for a slot any more. The row
 * follows how the catalog says that the reservation stands: a claim under way that relied on what was before comes too
 * late.
 */
export const releaseUnneededClaim: Carries<'releaseLoanSlot'> = async (deps, { reservationId, at }) => {
  await withStanding(deps, reservationId, async (tx, { application }) => {
    await waitNoMore(deps, tx, { reservationId, patronId: application.patronId, at });
    await release(deps, tx, application, at);
  });
};

async function release(
  deps: PatronDeps,
  tx: Transaction,
  application: Application,
  at: Instant,
): Promise<boolean> {
  const { reservationId, patronId } = application;
  const slot = await tx.loanSlot.findUnique({ where: { reservationId } });
  if (slot?.kind !== 'claim' || application.state === 'packed') return false;
  await freeLoanSlot(tx, reservationId);
  await slotsCameFree(deps, tx, { reservationId, patronId, at });
  if (isOpen(application)) await beReservation(tx, { reservationId, patronId, at });
  return true;
}
