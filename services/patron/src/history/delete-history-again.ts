import type { PatronDeps } from '../patron-deps.ts';

/**
 * Deletes what patrons deleted before, and a restored database has brought back: an entry, a loan that the night was to
 * keep, or the wish with all that it keeps. Answers the ids that were there. Repeatable.
 */
export async function deleteHistoryAgain(
  { db }: Pick<PatronDeps, 'db'>,
  { ids }: { ids: readonly string[] },
): Promise<string[]> {
  const named = { in: [...ids] };
  return db.$transaction(async (tx) => {
    const loans = await tx.application.updateManyAndReturn({
      where: { historyId: named, historyForgotten: false },
      data: { historyForgotten: true },
      select: { historyId: true },
    });
    const entries = await tx.historyEntry.findMany({ where: { id: named }, select: { id: true } });
    await tx.historyEntry.deleteMany({ where: { id: named } });
    const wishes = await tx.historyWish.findMany({ where: { id: named }, select: { id: true } });
    await tx.historyWish.deleteMany({ where: { id: named } });
    return [...loans.map(({ historyId }) => historyId), ...[...entries, ...wishes].map(({ id }) => id)];
  });
}
