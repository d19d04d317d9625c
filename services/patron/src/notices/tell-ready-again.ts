import type { Transaction } from '../database.ts';
import type { Application } from '../generated/prisma/client.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { ReservationNoticeSchema } from './notice-data.ts';
import { SAYS_READY } from './notice-kinds.ts';
import { queueNotice } from './queue-notice.ts';

/**
 * A copy that had been taken away is held again as it was: its process has told that it is ready, and does so once a
 * journey. Whoever has not heard that it was gone hears nothing; whoever has is told once more that it is ready. The
 * patron's row must be locked.
 */
export async function tellReadyAgain(
  deps: PatronDeps,
  tx: Transaction,
  { before, application }: { before: Application; application: Application },
): Promise<void> {
  const { reservationId, journey, state } = application;
  if (state !== 'ready' || before.journey === journey) return;
  const ofCopy = { reservationId, journey };
  const occasion = String(journey);
  const ready = await tx.notice.findFirst({
    where: { ...ofCopy, kind: { in: [...SAYS_READY] }, occasion: { startsWith: `${occasion}-before-` } },
    orderBy: { createdAt: 'desc' },
  });
  if (ready === null) return;
  const gone = await tx.notice.findFirst({ where: { ...ofCopy, kind: 'readyTakenBack', occasion } });
  if (gone?.status === 'pending') {
    await tx.notice.delete({ where: { id: gone.id } });
    await tx.notice.update({ where: { id: ready.id }, data: { occasion } });
    return;
  }
  // Gone once more, that is told as if for the first time.
  if (gone) {
    const apart = { occasion: `${occasion}-before-${gone.id}` };
    await tx.notice.update({ where: { id: gone.id }, data: apart });
  }
  const data = ReservationNoticeSchema.parse(ready.data);
  await queueNotice(deps, tx, { application, data, occasion, journey, groupKey: ready.groupKey });
}
