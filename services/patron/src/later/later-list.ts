import { LATER_LIMIT, type RecordId, RecordIdSchema } from '@toshobin/contracts';
import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { lockPatron } from '../lock-patron.ts';
import type { PatronDeps } from '../patron-deps.ts';

type Db = Pick<PatronDeps, 'db'>;

/** The titles that a patron means to read some day, the newest first. */
export async function readLater({ db }: Db, { patronId }: { patronId: string }): Promise<RecordId[]> {
  const orderBy = [{ addedAt: 'desc' as const }, { recordId: 'asc' as const }];
  const rows = await db.laterTitle.findMany({ where: { patronId }, orderBy });
  return rows.map(({ recordId }) => RecordIdSchema.parse(String(recordId)));
}

/** Puts a title on the list, once. Answers whether the title is there: a full list takes no more. Refuses NOT_FOUND. */
export async function keepForLater(
  { db }: Db,
  wish: { patronId: string; recordId: string; at: Instant },
): Promise<Decision<{ kept: boolean }>> {
  const { patronId } = wish;
  const title = { patronId, recordId: BigInt(wish.recordId) };
  return db.$transaction(async (tx) => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    if ((await tx.laterTitle.count({ where: title })) > 0) return allow({ kept: true });
    if ((await tx.laterTitle.count({ where: { patronId } })) >= LATER_LIMIT) return allow({ kept: false });
    await tx.laterTitle.create({ data: { ...title, addedAt: wish.at } });
    return allow({ kept: true });
  });
}

/** Takes one title off the list, or all of them; nothing of it stays. */
export async function forgetLater(
  { db }: Db,
  { patronId, recordId }: { patronId: string; recordId?: string | undefined },
): Promise<{ forgotten: number }> {
  const one = recordId === undefined ? {} : { recordId: BigInt(recordId) };
  const { count } = await db.laterTitle.deleteMany({ where: { patronId, ...one } });
  return { forgotten: count };
}
