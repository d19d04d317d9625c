import { allow, refuse } from '@toshobin/lending-rules';
import { lockPatron } from '../lock-patron.ts';
import type { Answers } from '../patron-deps.ts';
import { tellDeleted } from './tell-deleted.ts';

/**
 * Deletes one loan of a patron's history, or all of it; the wish to keep later ones stays. A loan whose reservation is
 * not erased yet is left out when it is. Answers how many were deleted: none for one that is gone, or somebody else's.
 * Refuses NOT_FOUND.
 */
export const forgetHistory: Answers<'forgetHistory'> = (deps, { patronId, historyId }) =>
  deps.db.$transaction(async (tx) => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    const wish = await tx.historyWish.findUnique({ where: { patronId } });
    if (wish === null) return allow({ forgotten: 0 });
    // Locks in the night's order: reservations, then the wish. What the night is keeping is there once both are held.
    const today = await tx.application.updateManyAndReturn({
      where: {
        patronId,
        outcome: 'returned',
        closedAt: { gte: wish.since },
        historyForgotten: false,
        ...(historyId === undefined ? {} : { historyId }),
      },
      data: { historyForgotten: true },
      select: { historyId: true },
    });
    await tx.$queryRaw`SELECT 1 FROM history_wish WHERE patron_id = ${patronId}::uuid FOR UPDATE`;
    const kept = { patronId, ...(historyId === undefined ? {} : { id: historyId }) };
    const entries = await tx.historyEntry.findMany({ where: kept, select: { id: true } });
    await tx.historyEntry.deleteMany({ where: kept });
    const ids = [...today.map((loan) => loan.historyId), ...entries.map(({ id }) => id)];
    await tellDeleted(deps, tx, { ids, at: deps.now() });
    return allow({ forgotten: ids.length });
  });
