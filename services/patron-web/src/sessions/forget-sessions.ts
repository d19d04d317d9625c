import { vacuum } from '@toshobin/database';
import { isNight, KEPT_MINUTES } from '@toshobin/web';
import { BASKET_DAYS } from '../basket/basket.ts';
import { KEPT_CARD_DAYS } from '../card/kept-cards.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';
import { DEVICE_DAYS } from '../sign-in/devices.ts';
import { forgetTyped } from '../typed-forms/typed-forms.ts';

/** Hours after its last use at which a session is forgotten, with the basket of a visitor who has not signed in. */
export const SESSION_HOURS = 24;

const HOUR_MS = 3_600_000;

/**
 * Removes sessions nobody has used for a day, with their baskets, what was typed in those nobody has used for half an
 * hour, counts of failures older than a day, what has been in a patron's basket for a week, the family's cards of browsers
 * that were not used for half a year, and cards that were kept two weeks without a connection.
 */
export async function forgetSessions(database: PrismaClient, now: Date): Promise<void> {
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
  await database.session.deleteMany({ where: { lastSeenAt: { lt: ago(SESSION_HOURS) } } });
  await forgetTyped(database, new Date(now.getTime() - KEPT_MINUTES * 60_000));
  await database.signInAttempt.deleteMany({ where: { windowStart: { lt: ago(24) } } });
  await database.patronBasketItem.deleteMany({ where: { addedAt: { lt: ago(BASKET_DAYS * 24) } } });
  await database.keptCard.deleteMany({ where: { seenAt: { lt: ago(KEPT_CARD_DAYS * 24) } } });
  await database.device.deleteMany({ where: { lastUsedAt: { lt: ago(DEVICE_DAYS * 24) } } });
}

/** Once in the night: what was removed since the last one is not to lie in its pages until there is much of it. */
export async function vacuumAtNight(database: PrismaClient, now: Date): Promise<void> {
  if (!isNight(now)) return;
  await vacuum(database, [
    'basket_item',
    'device',
    'kept_card',
    'patron_basket_item',
    'remembered_card',
    'session',
    'sign_in_attempt',
  ]);
}
