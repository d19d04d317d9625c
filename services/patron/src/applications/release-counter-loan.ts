import { rowByRow } from '@toshobin/database';
import { epochMs, type Instant, instantFromEpochMs, type ReservationState } from '@toshobin/lending-rules';
import { inTransaction } from '../database.ts';
import { releaseLoanClaim } from '../loan-claims/release-loan-claim.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { slotsCameFree } from '../slots/change-slots.ts';

/** Longer than the scan of a hand-over could ever be on its way to us. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Nothing was lent after all: the row of a counter loan and its slot go, and a reservation that was answered in its
 * place has its claim no more. Once the hand-over was heard of, or the loan is there, nothing changes.
 */
export async function releaseCounterLoan(
  deps: PatronDeps,
  { reservationId, at }: { reservationId: string; at: Instant },
): Promise<{ released: boolean }> {
  const found = await deps.db.application.findUnique({ where: { reservationId } });
  if (found !== null && found.channel !== 'counter') return releaseLoanClaim(deps, { reservationId, at });
  const released = await inTransaction(deps, async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined || application.state !== 'requested') return false;
    const { count } = await tx.loanSlot.deleteMany({ where: { reservationId, kind: 'claim' } });
    if (count === 0) return false;
    await slotsCameFree(deps, tx, { reservationId, patronId: application.patronId, at });
    // A waiting mail would join a reservation that nobody erases any more to its person.
    await tx.notice.deleteMany({ where: { reservationId } });
    await tx.application.delete({ where: { reservationId } });
    return true;
  });
  return { released };
}

/**
 * Releases counter loans whose hand-over nobody reported and nobody gave back: a desk went away. One that fails is
 * tried again by the next sweep, and keeps no other.
 */
export async function releaseForgotten(deps: PatronDeps): Promise<void> {
  const at = deps.now();
  const forgotten = await deps.db.application.findMany({
    where: {
      channel: 'counter',
      state: 'requested' satisfies ReservationState,
      closedAt: null,
      appliedAt: { lt: instantFromEpochMs(epochMs(at) - FORGOTTEN_AFTER_MS) },
    },
    select: { reservationId: true },
    orderBy: { appliedAt: 'desc' },
    take: 100,
  });
  const left = await rowByRow(forgotten, ({ reservationId }) =>
    releaseCounterLoan(deps, { reservationId, at }),
  );
  for (const { row, fault } of left)
    deps.log.warn({ err: fault, ...row }, 'a forgotten loan could not be given back, and is tried again');
}
