import { addDays, dateColumn, dayOf, fromDateColumn, type Instant } from '@toshobin/lending-rules';
import { z } from 'zod';
import { inTransaction } from '../database.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';

/** Days before a card's last day on which its mail goes out; the words of the page, and no rule's number. */
const REMIND_DAYS_BEFORE = 30;

const Rows = z.array(z.object({ patron_id: z.uuid(), email: z.string(), expires_on: z.date() }));

/**
 * R1. The mail of a card that ends within thirty days (its last day included), once for a card and last day. A card
 * without an address that mail reaches is looked at again in the next night. Answers how many were queued. Repeatable.
 */
export async function remindExpiringCards(deps: PatronDeps, { at }: { at: Instant }): Promise<number> {
  const today = dayOf(at);
  return inTransaction(deps, async (tx) => {
    const cards = Rows.parse(
      await tx.$queryRaw`
        UPDATE card SET reminded_for = expires_on FROM patron
        WHERE patron.id = card.patron_id AND card.replaced_at IS NULL
          AND card.expires_on BETWEEN ${dateColumn(today)}::date AND ${dateColumn(addDays(today, REMIND_DAYS_BEFORE))}::date
          AND card.reminded_for IS DISTINCT FROM card.expires_on
          AND patron.email IS NOT NULL AND patron.email_status = 'verified'
        RETURNING card.patron_id, patron.email, card.expires_on`,
    );
    for (const card of cards) {
      await queueAddressNotice(deps, tx, {
        patronId: card.patron_id,
        address: card.email,
        data: { kind: 'cardExpiresSoon', expiresOn: fromDateColumn(card.expires_on) },
      });
    }
    return cards.length;
  });
}
