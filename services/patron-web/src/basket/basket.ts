import type { PrismaClient } from '../generated/prisma/client.ts';

/** More than ten can't be reserved at once, but a reader may look around first. */
export const BASKET_LIMIT = 20;

/** What a session means to reserve: record ids only, and not yet a reservation. */
export interface Basket {
  list(sessionId: string | undefined): Promise<string[]>;
  /** Put in twice it is there once; a full basket stays as it is and answers false. */
  add(sessionId: string, recordId: string, at: Date): Promise<boolean>;
  remove(sessionId: string, recordIds: readonly string[]): Promise<void>;
}

export function prismaBasket(database: PrismaClient): Basket {
  return {
    async list(sessionId) {
      if (sessionId === undefined) return [];
      const items = await database.basketItem.findMany({
        where: { sessionId },
        orderBy: [{ addedAt: 'asc' }, { recordId: 'asc' }],
      });
      return items.map((item) => item.recordId);
    },
    async add(sessionId, recordId, at) {
      return database.$transaction(async (transaction) => {
        // The session's row is the lock: two taps at once can't overfill the basket.
        await transaction.$queryRaw`SELECT 1 FROM session WHERE id = ${sessionId}::uuid FOR UPDATE`;
        const there = await transaction.basketItem.findMany({ where: { sessionId } });
        if (there.some((item) => item.recordId === recordId)) return true;
        if (there.length >= BASKET_LIMIT) return false;
        await transaction.basketItem.create({ data: { sessionId, recordId, addedAt: at } });
        return true;
      });
    },
    async remove(sessionId, recordIds) {
      await database.basketItem.deleteMany({ where: { sessionId, recordId: { in: [...recordIds] } } });
    },
  };
}
