import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import { RANK } from '../my-library/row-order.ts';
import { forgetReadyMail } from '../notices/forget-ready-mail.ts';
import { ReservationNoticeSchema } from '../notices/notice-data.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { waitNoMore } from '../slots/change-slots.ts';

/**
 * R20. The pickup library changed, which is possible until the copy is packed: the row and the mails that have not
 * gone out name the new one. A copy that was ready at the prefectural desk is on its way again, and one kept for a
 * loan slot needs none before the hand-over there.
 */
export async function changePickup(
  deps: PatronDeps,
  tx: Transaction,
  application: Application,
  { pickupLibrary, at }: { pickupLibrary: string; at: Instant },
): Promise<void> {
  const { reservationId, patronId } = application;
  if (application.pickupLibrary === pickupLibrary) return;
  const wasReady = application.state === 'ready';
  const waitsNoMore = application.state === 'heldForLoanLimit' && pickupLibrary === PREFECTURAL_LIBRARY;
  if (waitsNoMore) await waitNoMore(deps, tx, { reservationId, patronId, at });
  const picked = (wasReady || waitsNoMore) && application.rank < RANK.requeued;
  await tx.application.update({
    where: { reservationId },
    data: {
      pickupLibrary,
      ...(picked ? { state: 'picked', rank: RANK.picked, keptUntil: null } : {}),
      ...(wasReady ? { readyAllocation: 0, holdUntil: null } : {}),
    },
  });
  await tellTheNewLibrary(tx, reservationId, pickupLibrary);
  // Should it come back to this library, it is told again.
  if (wasReady) await forgetReadyMail(tx, { reservationId, kind: 'readyAtPrefectural' });
}

async function tellTheNewLibrary(tx: Transaction, reservationId: string, pickupLibrary: string) {
  const waiting = await tx.notice.findMany({
    where: { reservationId, kind: { in: ['accepted', 'yourTurn'] }, status: 'pending' },
  });
  for (const { id, data, groupKey } of waiting) {
    const notice = ReservationNoticeSchema.parse(data);
    if (notice.kind !== 'accepted' && notice.kind !== 'yourTurn') continue;
    await tx.notice.update({
      where: { id },
      data: {
        data: { ...notice, pickupLibrary },
        groupKey: groupKey.replace(notice.pickupLibrary, () => pickupLibrary),
      },
    });
  }
}
