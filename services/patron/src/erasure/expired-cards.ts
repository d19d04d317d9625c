import { databaseAway, rowByRow } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import { allow, type CalendarDate, dateColumn, dayOf, type Instant } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { rowsFailed } from '@toshobin/temporal';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { forgetHolder } from './end-registration.ts';

/** Registrations that one night ends at most: the catalog is asked about each, and a day is left to see what it did. */
const A_NIGHT = 300;

/** Cards that ended so many months before that day, or earlier. */
const endedLongAgo = (months: number, today: CalendarDate) => Prisma.sql`
  card.replaced_at IS NULL AND card.expires_on <= (${dateColumn(today)}::date - make_interval(months => ${months}::int))::date`;
/** Something of the holder's is not settled. */
const isOpen = Prisma.sql`(
  EXISTS (SELECT 1 FROM application WHERE application.patron_id = card.patron_id AND closed_at IS NULL)
  OR EXISTS (SELECT 1 FROM reading_order WHERE reading_order.patron_id = card.patron_id))`;
/** The holder has asked for a new last day, and the desk has not answered. */
const isToBeRenewed = Prisma.sql`
  EXISTS (SELECT 1 FROM card_renewal WHERE card_renewal.patron_id = card.patron_id)`;

const Numbers = z.array(z.object({ number: z.string(), patron_id: z.uuid() }));

/**
 * Privacy. Ends the registrations whose card has ended longer ago than the library keeps them, as the desk ends one, the oldest
 * first and so many a night. Left are those of which something is open or a renewal waits, until it does not, and
 * suspended ones, which the desk decides about. Answers how many were ended; one that fails keeps no other, is left to the next night, and is
 * named at the end. Each is a transaction of its own, so that a night that is cut off goes on where it stood. Throws while the catalog
 * is away.
 */
export async function endExpiredRegistrations(deps: PatronDeps, { at }: { at: Instant }): Promise<number> {
  const { expiredCardsKeptMonths: months } = await policyInForce(deps.db);
  if (months === null) return 0;
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

/** Those that a night ends, or of one card whether it is one. */
async function cardsToEnd(
  db: Pick<Transaction, '$queryRaw'>,
  { months, at, number = null }: { months: number; at: Instant; number?: string | null },
) {
  return Numbers.parse(
    await db.$queryRaw`
      SELECT number, patron_id FROM card
      WHERE ${endedLongAgo(months, dayOf(at))} AND (${number}::text IS NULL OR number = ${number})
        AND NOT suspended AND NOT ${isOpen} AND NOT ${isToBeRenewed}
      ORDER BY expires_on, number LIMIT ${A_NIGHT}`,
  );
}

const Counts = z.tuple([z.object({ ends: z.int(), open: z.int(), suspended: z.int(), aNight: z.int() })]);

/** What a number of months would move today: how many registrations the nights would end, and how many stay, and why. */
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
