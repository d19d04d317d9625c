import type { PatronId } from '@toshobin/contracts';
import { type Instant, instantFromDate } from '@toshobin/lending-rules';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** What this web keeps of one person, table by table. */
export interface KeptHere {
  readonly session: readonly {
    cardLast4: string | null;
    createdAt: Instant;
    lastSeenAt: Instant;
    /** As its column holds it: `phone Safari`. */
    browser: string | null;
  }[];
  readonly rememberedCard: readonly { cardLast4: string; nickname: string; lastUsedAt: Instant }[];
  readonly keptCard: readonly { seenAt: Instant }[];
  readonly patronBasketItem: readonly { recordId: string; addedAt: Instant }[];
}

/** Reads it of this front's own database. No token, no other card of the browsers that remember this one. */
export function prismaKeptHere(database: PrismaClient): (patronId: PatronId) => Promise<KeptHere> {
  return async (patronId) => {
    const where = { patronId };
    const sessions = await database.session.findMany({ where, orderBy: { lastSeenAt: 'desc' } });
    const remembered = await database.rememberedCard.findMany({ where, include: { device: true } });
    const kept = await database.keptCard.findMany({ where, orderBy: { seenAt: 'desc' } });
    const basket = await database.patronBasketItem.findMany({ where, orderBy: { addedAt: 'asc' } });
    return {
      session: sessions.map(({ cardLast4, createdAt, lastSeenAt, browser }) => ({
        ...{ cardLast4, browser },
        createdAt: instantFromDate(createdAt),
        lastSeenAt: instantFromDate(lastSeenAt),
      })),
      rememberedCard: remembered.map(({ cardLast4, nickname, device }) => ({
        ...{ cardLast4, nickname },
        lastUsedAt: instantFromDate(device.lastUsedAt),
      })),
      keptCard: kept.map(({ seenAt }) => ({ seenAt: instantFromDate(seenAt) })),
      patronBasketItem: basket.map(({ recordId, addedAt }) => ({
        recordId,
        addedAt: instantFromDate(addedAt),
      })),
    };
  };
}
