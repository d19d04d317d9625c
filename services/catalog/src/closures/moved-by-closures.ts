import { UuidSchema } from '@toshobin/contracts';
import type { AnswerTo } from '../catalog-deps.ts';
import type { Database } from '../database.ts';

/** R17. How many dates each of these closures has moved itself, without those that stay after it was taken back. */
export async function movedByClosures(
  db: Database,
  closureIds: readonly string[],
): Promise<AnswerTo<'movedByClosures'>['closures']> {
  const counts = await db.movedDate.groupBy({
    by: ['closureId'],
    where: { closureId: { in: [...closureIds] }, movedBackAt: null },
    _count: true,
  });
  return closureIds.map((closureId) => ({
    closureId: UuidSchema.parse(closureId),
    moved: counts.find((one) => one.closureId === closureId)?._count ?? 0,
  }));
}
