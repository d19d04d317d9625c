import { randomUUID } from 'node:crypto';
import { type PatronId, PatronIdSchema } from '@toshobin/contracts';
import { DeviceCookie, hashToken, newToken } from '@toshobin/web';
import type { Request, Response } from 'express';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Cards that one browser remembers; the database holds to it. */
export const CARDS_A_DEVICE = 6;
/** Days without use after which a browser's cards are forgotten. */
export const DEVICE_DAYS = 180;

/** What a browser shows of a card before anybody has signed in. */
export interface RememberedCard {
  id: string;
  patronId: PatronId;
  cardLast4: string;
  nickname: string;
}

/** The cards that browsers were asked to remember. Only who holds a browser sees its list. */
export interface Devices {
  /** The cards of the browser that asks, in the order in which they were remembered. */
  cardsOf(request: Request): Promise<RememberedCard[]>;
  /** Remembers a card, or gives it another nickname. `full`: there are six already. */
  remember(
    request: Request,
    response: Response,
    card: Omit<RememberedCard, 'id'>,
  ): Promise<'remembered' | 'full'>;
  /** The browser that asks was used: its cards are kept as long from now on. */
  touch(request: Request, response: Response): Promise<void>;
  /** Forgets one card of the browser that asks, or all of them. */
  forget(request: Request, response: Response, id?: string): Promise<void>;
}

/** The browsers in this front's own database: an opaque cookie in the browser, its hash here. */
export function prismaDevices(
  database: PrismaClient,
  { publicUrl, now }: { publicUrl: string; now: () => Date },
): Devices {
  const cookie = new DeviceCookie({ publicUrl, name: 'toshobin-device' });
  const deviceOf = async (request: Request) => {
    const token = cookie.read(request);
    if (token === undefined) return undefined;
    return (await database.device.findUnique({ where: { tokenHash: hashToken(token) } })) ?? undefined;
  };
  const keepOn = async (response: Response, { id, token }: { id: string; token: string }) => {
    await database.device.updateMany({ where: { id }, data: { lastUsedAt: now() } });
    cookie.write(response, token, DEVICE_DAYS);
  };
  return {
    async cardsOf(request) {
      const token = cookie.read(request);
      if (token === undefined) return [];
      const rows = await database.rememberedCard.findMany({
        where: { device: { tokenHash: hashToken(token) } },
        orderBy: { slot: 'asc' },
      });
      return rows.map(({ id, patronId, cardLast4, nickname }) => ({
        id,
        patronId: PatronIdSchema.parse(patronId),
        cardLast4,
        nickname,
      }));
    },
    async remember(request, response, card) {
      let device = await deviceOf(request);
      let token = cookie.read(request);
      if (device === undefined || token === undefined) {
        token = newToken();
        device = await database.device.create({
          data: { id: randomUUID(), tokenHash: hashToken(token), lastUsedAt: now() },
        });
      }
      const remembered = await writeCard(database, device.id, card);
      if (remembered === 'remembered') await keepOn(response, { id: device.id, token });
      return remembered;
    },
    async touch(request, response) {
      const device = await deviceOf(request);
      const token = cookie.read(request);
      if (device !== undefined && token !== undefined) await keepOn(response, { id: device.id, token });
    },
    async forget(request, response, id) {
      const device = await deviceOf(request);
      if (device === undefined) return;
      const one = id === undefined ? {} : { id };
      await database.rememberedCard.deleteMany({ where: { deviceId: device.id, ...one } });
      if ((await database.rememberedCard.count({ where: { deviceId: device.id } })) > 0) return;
      await database.device.deleteMany({ where: { id: device.id } });
      cookie.clear(response);
    },
  };
}

/** The browser's row is locked, so that two taps at once take two slots. */
function writeCard(database: PrismaClient, deviceId: string, card: Omit<RememberedCard, 'id'>) {
  const { patronId, cardLast4, nickname } = card;
  return database.$transaction(async (tx): Promise<'remembered' | 'full'> => {
    await tx.$queryRaw`SELECT 1 FROM device WHERE id = ${deviceId}::uuid FOR UPDATE`;
    const there = await tx.rememberedCard.findMany({ where: { deviceId } });
    const known = there.find((one) => one.patronId === patronId);
    if (known) {
      await tx.rememberedCard.update({ where: { id: known.id }, data: { cardLast4, nickname } });
      return 'remembered';
    }
    const slots = Array.from({ length: CARDS_A_DEVICE }, (_, n) => n + 1);
    const slot = slots.find((n) => !there.some((one) => one.slot === n));
    if (slot === undefined) return 'full';
    await tx.rememberedCard.create({ data: { id: randomUUID(), deviceId, slot, ...card } });
    return 'remembered';
  });
}
