import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Answers } from '../catalog-deps.ts';

/**
 * A copy that should wait for its patron is not on the hold shelf: it was handed out, it seems, without a scan, and the
 * prefectural desk has a task to ask the patron. Said again while the task is open, it is the same task. NOT_FOUND for
 * a copy that does not wait at that library.
 */
export const missHeldCopy: Answers<'missHeldCopy'> = async ({ db }, missed) => {
  const { reservationId, by } = missed;
  return db.$transaction(async (tx) => {
    const held = await tx.allocation.findFirst({
      where: {
        reservationId,
        closedAt: null,
        copy:
          by.library === PREFECTURAL_LIBRARY
            ? { place: 'onHoldShelf' }
            : { place: 'atPickupLibrary', placeLibrary: by.library },
      },
      select: { copy: { select: { barcode: true } } },
    });
    if (held === null) return refuse('NOT_FOUND');
    await openTask(tx, {
      kind: 'confirmHandOut',
      subject: { reservationId, barcode: held.copy.barcode },
      why: 'notOnHoldShelf',
      at: missed.at,
    });
    return allow({ told: true });
  });
};
