import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { PatronDeps } from '../patron-deps.ts';

/**
 * Deletes one entry of a patron's history, or all of it; the wish to keep what comes stays. Answers how many were
 * deleted: none for an entry that is gone or somebody else's. Refuses NOT_FOUND.
 */
export async function forgetHistory(
  { db }: PatronDeps,
  { patronId, historyId }: { patronId: string; historyId?: string | undefined },
): Promise<Decision<{ forgotten: number }>> {
  if ((await db.patron.count({ where: { id: patronId } })) === 0) return refuse('NOT_FOUND');
  const where = { patronId, ...(historyId === undefined ? {} : { id: historyId }) };
  return allow({ forgotten: (await db.historyEntry.deleteMany({ where })).count });
}
