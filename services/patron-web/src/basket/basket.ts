import { randomUUID } from 'node:crypto';
import type { RecordId, ReservationId } from '@toshobin/contracts';
import { RecordIdSchema, ReservationIdSchema } from '@toshobin/contracts';
import type { Visit } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';

/** More than ten can't be reserved at once, but a reader may look around first. */
export const BASKET_LIMIT = 20;

/** Days that a title stays in the basket of whoever has signed in. */
export const BASKET_DAYS = 7;

/** Whose basket: the patron's, in every session of theirs; before the sign-in the session's. */
export type BasketOwner = Pick<Visit<SignedIn>, 'sessionId' | 'principal'>;

/** What somebody means to reserve: record ids only, and not yet a reservation. */
export interface Basket {
  /** The oldest first. */
  list(owner: BasketOwner): Promise<string[]>;
  /** Put in twice it is there once; a full basket stays as it is and answers false. */
  add(owner: BasketOwner, recordId: string, at: Date): Promise<boolean>;
  remove(owner: BasketOwner, recordIds: readonly string[]): Promise<void>;
  /** The ids that the reservations of these titles will have; asked again, by whichever page, they are the same. */
  drawIds(
    patronId: string,
    recordIds: readonly RecordId[],
  ): Promise<{ recordId: RecordId; reservationId: ReservationId }[]>;
  /** After a refusal the next application for a title is another one, under another id. */
  forgetIds(patronId: string, recordIds: readonly RecordId[]): Promise<void>;
}

export function prismaBasket(database: PrismaClient, newId: () => string = randomUUID): Basket {
  const orderBy = [{ addedAt: 'asc' as const }, { recordId: 'asc' as const }];
  return {
    async list(owner) {
      const { sessionId } = owner;
      const patronId = patronOf(owner);
      const items =
        patronId !== undefined
          ? await database.patronBasketItem.findMany({ where: { patronId }, orderBy })
          : sessionId !== undefined
            ? await database.basketItem.findMany({ where: { sessionId }, orderBy })
            : [];
      return items.map((item) => item.recordId);
    },
    async add(owner, recordId, at) {
      return database.$transaction(async (transaction) => {
        const there = await lockedItems(transaction, owner);
        if (there.includes(recordId)) return true;
        if (there.length >= BASKET_LIMIT) return false;
        const patronId = patronOf(owner);
        const item = { recordId, addedAt: at };
        if (patronId !== undefined)
          await transaction.patronBasketItem.create({ data: { patronId, ...item } });
        else await transaction.basketItem.create({ data: { sessionId: sessionOf(owner), ...item } });
        return true;
      });
    },
    async remove(owner, recordIds) {
      const patronId = patronOf(owner);
      const recordId = { in: [...recordIds] };
      if (patronId !== undefined) {
        await database.patronBasketItem.deleteMany({ where: { patronId, recordId } });
      } else if (owner.sessionId !== undefined) {
        await database.basketItem.deleteMany({ where: { sessionId: owner.sessionId, recordId } });
      }
    },
    async drawIds(patronId, recordIds) {
      for (const recordId of recordIds) {
        await database.patronBasketItem.updateMany({
          where: { patronId, recordId, reservationId: null },
          data: { reservationId: newId() },
        });
      }
      const where = { patronId, recordId: { in: [...recordIds] }, reservationId: { not: null } };
      const items = await database.patronBasketItem.findMany({ where, orderBy });
      return items.map(({ recordId, reservationId }) => ({
        recordId: RecordIdSchema.parse(recordId),
        reservationId: ReservationIdSchema.parse(reservationId),
      }));
    },
    async forgetIds(patronId, recordIds) {
      const where = { patronId, recordId: { in: [...recordIds] } };
      await database.patronBasketItem.updateMany({ where, data: { reservationId: null } });
    },
  };
}

/**
 * Moves a session's basket to the patron who has just signed in, beside what they had put in elsewhere. Nothing is
 * left out: a basket that gets too full by it takes nothing more, that is all.
 */
export async function moveBasket(
  transaction: Prisma.TransactionClient,
  sessionId: string,
  patronId: string,
): Promise<void> {
  await transaction.$executeRaw`
    WITH moved AS (DELETE FROM basket_item WHERE session_id = ${sessionId}::uuid RETURNING record_id, added_at)
    INSERT INTO patron_basket_item (patron_id, record_id, added_at)
    SELECT ${patronId}::uuid, record_id, added_at FROM moved
    ON CONFLICT DO NOTHING`;
}

/** An initial password opens nothing (R2), so not the patron's basket either. */
function patronOf({ principal }: BasketOwner): string | undefined {
  return principal?.scope === 'full' ? principal.patronId : undefined;
}

function sessionOf({ sessionId }: BasketOwner): string {
  if (sessionId === undefined) throw new Error('a basket needs a session');
  return sessionId;
}

/** What is in the basket, locked, so that two taps at once can't overfill it. */
async function lockedItems(transaction: Prisma.TransactionClient, owner: BasketOwner): Promise<string[]> {
  const patronId = patronOf(owner);
  if (patronId !== undefined) {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`basket ${patronId}`}, 0))`;
    const items = await transaction.patronBasketItem.findMany({ where: { patronId } });
    return items.map((item) => item.recordId);
  }
  const sessionId = sessionOf(owner);
  await transaction.$queryRaw`SELECT 1 FROM session WHERE id = ${sessionId}::uuid FOR UPDATE`;
  const items = await transaction.basketItem.findMany({ where: { sessionId } });
  return items.map((item) => item.recordId);
}
