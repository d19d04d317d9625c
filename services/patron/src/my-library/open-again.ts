import type { Application, Transaction } from '../database.ts';

/** The row goes on. If the title was reserved again meanwhile, the new reservation keeps the patron's place for it. */
export async function openAgain(tx: Transaction, application: Application): Promise<{ endedAt?: null }> {
  if (application.endedAt === null) return {};
  const again = await tx.application.count({
    where: { patronId: application.patronId, recordId: application.recordId, endedAt: null },
  });
  return again === 0 ? { endedAt: null } : {};
}
