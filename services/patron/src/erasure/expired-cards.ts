import { databaseAway, rowByRow } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import {
  addDays,
  allow,
  type CalendarDate,
  dateColumn,
  dayOf,
  fromDateColumn,
  type Instant,
} from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { rowsFailed } from '@toshobin/temporal';
import { z } from 'zod';
import { inTransaction, type Transaction } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { forgetHolder } from './end-registration.ts';

/** Registrations that one night ends at most: the catalog is asked about each, and a day is left to see what it did. */
const A_NIGHT = 300;

/** Cards that ended so many months before that day, or earlier. */
const endedLongAgo = (months: number, today: CalendarDate) => Prisma.sql`
  card.replaced_at IS NULL AND card.expires_on <= (${dateColumn(today)}::date - make_interval(months => ${months}::int))::date`;
/** So many days before, the holder is mailed, where a mail reaches them. */
const TOLD_DAYS_BEFORE = 30;
/** Whether a mail reaches the holder. */
const isReached = Prisma.sql`
  EXISTS (SELECT 1 FROM patron WHERE patron.id = card.patron_id AND email IS NOT NULL AND email_status = 'verified')`;
/** Whether the holder was told after this end of the card (not after one before a renewal), and the days are over. */
const wasToldInTime = (today: CalendarDate) => Prisma.sql`
  erasure_told_on >= expires_on AND erasure_told_on <= ${dateColumn(addDays(today, -TOLD_DAYS_BEFORE))}::date`;
/** Whether something of the holder's is not settled. */
const isOpen = Prisma.sql`(
  EXISTS (SELECT 1 FROM application WHERE application.patron_id = card.patron_id AND closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM reading_order WHERE reading_order.patron_id = card.patron_id))`;
/** Whether the holder has asked for a new last day, and the desk has not answered. */
const isToBeRenewed = Prisma.sql`
  EXISTS (SELECT 1 FROM card_renewal WHERE card_renewal.patron_id = card.patron_id)`;

const Numbers = z.array(z.object({ number: z.string(), patron_id: z.uuid() }));

/**
 * Privacy. Ends the registrations whose card has ended longer ago than the library keeps them, as the desk ends one,
 * the oldest first and so many a night. Those of which something is open or a renewal waits are left until it does not,
 * and suspended ones to the desk. A holder whom a mail reaches was mailed thirty days before: this begins with the
 * mails. Answers how many were ended; one that fails keeps no other, is left to the next night, and is named at the
 * end. Each is a transaction of its own, so that a night that is cut off goes on where it stood. Throws while the
 * catalog is away.
 */
export async function endExpiredRegistrations(deps: PatronDeps, { at }: { at: Instant }): Promise<number> {
  const { expiredCardsKeptMonths: months } = await policyInForce(deps.db);
  if (months === null) return 0;
  await tellOfErasure(deps, { months, at });
  const toEnd = await cardsToEnd(deps.db, { months, at });
  let ended = 0;
  const left = await rowByRow(
    toEnd,
    async ({ number: cardNumber }) => {
      const answer = await forgetHolder(deps, {
        ...{ cardNumber, at, by: 'process' },
        isToEnd: async (tx, number) => (await cardsToEnd(tx, { months, at, number })).length > 0,
      });
      if (answer.ok) ended += 1;
    },
    (fault) => fault instanceof ServiceFault || databaseAway(fault),
  );
  if (ended > 0) deps.log.info({ ended }, 'registrations of expired cards were ended');
  if (left.length === 0) return ended;
  throw rowsFailed({
    done: ended,
    failed: left.map(({ row, fault }) => `${row.patron_id}: ${inShort(fault)}`),
  });
}

const ToTell = z.array(z.object({ patron_id: z.uuid(), email: z.string(), expires_on: z.date() }));

/** Mails that a registration will be ended, once for an end of the card, thirty days before or later. Repeatable. */
async function tellOfErasure(
  deps: PatronDeps,
  { months, at }: { months: number; at: Instant },
): Promise<void> {
  const today = dayOf(at);
  const told = await inTransaction(deps, async (tx) => {
    const cards = ToTell.parse(
      await tx.$queryRaw`
        UPDATE card SET erasure_told_on = ${dateColumn(today)}::date FROM patron
        WHERE patron.id = card.patron_id AND card.number IN (
          SELECT number FROM card
          WHERE ${endedLongAgo(months, addDays(today, TOLD_DAYS_BEFORE))}
            AND expires_on < ${dateColumn(today)}::date
            AND (erasure_told_on IS NULL OR erasure_told_on < expires_on)
            AND NOT suspended AND NOT ${isOpen} AND NOT ${isToBeRenewed} AND ${isReached}
          ORDER BY expires_on, number LIMIT ${A_NIGHT} FOR UPDATE)
        RETURNING card.patron_id, patron.email, card.expires_on`,
    );
    for (const { patron_id: patronId, email: address, expires_on } of cards) {
      const erasedFrom = addDays(today, TOLD_DAYS_BEFORE);
      const data = {
        kind: 'cardErasedSoon',
        expiresOn: fromDateColumn(expires_on),
        erasedFrom,
      } as const;
      await queueAddressNotice(deps, tx, { patronId, address, data });
    }
    return cards.length;
  });
  if (told > 0) deps.log.info({ told }, 'holders of expired cards are told that they will be forgotten');
}

/** The cards that a night ends; of a single card, whether it is one of them. */
async function cardsToEnd(
  db: Pick<Transaction, '$queryRaw'>,
  { months, at, number = null }: { months: number; at: Instant; number?: string | null },
) {
  return Numbers.parse(
    await db.$queryRaw`
      SELECT number, patron_id FROM card
      WHERE ${endedLongAgo(months, dayOf(at))} AND (${number}::text IS NULL OR number = ${number})
        AND NOT suspended AND NOT ${isOpen} AND NOT ${isToBeRenewed}
        AND (NOT ${isReached} OR (${wasToldInTime(dayOf(at))}))
      ORDER BY expires_on, number LIMIT ${A_NIGHT}`,
  );
}

const Counts = z.tuple([z.object({ ends: z.int(), open: z.int(), suspended: z.int(), aNight: z.int() })]);

/** What a number of months would do today: how many registrations the nights would end, and why others stay. */
export const expiredCards: Answers<'expiredCards'> = async (deps, { months }) => {
  const [counts] = Counts.parse(
    await deps.db.$queryRaw`
      SELECT (count(*) FILTER (WHERE NOT suspended AND NOT open))::int AS ends,
        (count(*) FILTER (WHERE NOT suspended AND open))::int AS open,
        (count(*) FILTER (WHERE suspended))::int AS suspended, ${A_NIGHT}::int AS "aNight"
      FROM (SELECT suspended, ${isOpen} OR ${isToBeRenewed} AS open FROM card
        WHERE ${endedLongAgo(months, dayOf(deps.now()))}) ended`,
  );
  return allow(counts);
};
