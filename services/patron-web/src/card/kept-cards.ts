import { type PatronId, PatronIdSchema } from '@toshobin/contracts';
import { DeviceCookie, hashToken, newToken } from '@toshobin/web';
import type { Request, Response } from 'express';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Days without a connection to the library after which a card that a browser keeps is gone, here and there. */
export const KEPT_CARD_DAYS = 14;

const DAY_MS = 86_400_000;

/**
 * Browsers that keep the card's number, asked by their reader, so that it opens without a password and without a line
 * (docs/decisions/0048). It opens the number and nothing else.
 */
export interface KeptCards {
  /** Whose card the browser that asks keeps; it is kept as long from now on. */
  open(request: Request, response: Response): Promise<PatronId | undefined>;
  /** Whose card the browser that asks keeps. */
  keptBy(request: Request): Promise<PatronId | undefined>;
  keep(response: Response, patronId: PatronId): Promise<void>;
  forget(request: Request, response: Response): Promise<void>;
  /** In how many browsers it is kept. */
  count(patronId: PatronId): Promise<number>;
  /** In every browser, at its next connection. */
  forgetEverywhere(patronId: PatronId): Promise<void>;
}

/** In this front's own database: an opaque cookie in the browser, its hash here. */
export function prismaKeptCards(
  database: PrismaClient,
  { publicUrl, now }: { publicUrl: string; now: () => Date },
): KeptCards {
  const cookie = new DeviceCookie({ publicUrl, name: 'toshobin-card' });
  const fresh = () => ({ gt: new Date(now().getTime() - KEPT_CARD_DAYS * DAY_MS) });
  const read = async (request: Request) => {
    const token = cookie.read(request);
    if (token === undefined) return undefined;
    const where = { tokenHash: hashToken(token), seenAt: fresh() };
    const row = await database.keptCard.findFirst({ where });
    return row ? { token, patronId: PatronIdSchema.parse(row.patronId) } : undefined;
  };
  return {
    async open(request, response) {
      const kept = await read(request);
      if (kept === undefined) return undefined;
      const tokenHash = hashToken(kept.token);
      await database.keptCard.updateMany({ where: { tokenHash }, data: { seenAt: now() } });
      cookie.write(response, kept.token, KEPT_CARD_DAYS);
      return kept.patronId;
    },
    keptBy: async (request) => (await read(request))?.patronId,
    async keep(response, patronId) {
      const token = newToken();
      await database.keptCard.create({ data: { tokenHash: hashToken(token), patronId, seenAt: now() } });
      cookie.write(response, token, KEPT_CARD_DAYS);
    },
    async forget(request, response) {
      const token = cookie.read(request);
      if (token !== undefined) {
        await database.keptCard.deleteMany({ where: { tokenHash: hashToken(token) } });
      }
      cookie.clear(response);
    },
    count: (patronId) => database.keptCard.count({ where: { patronId, seenAt: fresh() } }),
    async forgetEverywhere(patronId) {
      await database.keptCard.deleteMany({ where: { patronId } });
    },
  };
}
