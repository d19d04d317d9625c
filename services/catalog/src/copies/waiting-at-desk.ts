import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type CalendarDate, instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { AnswerTo } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { copiesToReturn } from './copies-to-return.ts';
import { heldSince, isHeldAt } from './held-copies.ts';
import { chosenCopies, isToFetch, pickupOfChosen } from './pick-list.ts';

type Waiting = AnswerTo<'waitingAtDesk'>;

const ToFetch = z.array(z.object({ pickupLibrary: z.string(), copies: z.int(), since: z.date() }));
const Held = z.tuple([z.object({ copies: z.int(), since: z.date().nullable(), ending: z.int() })]);

/**
 * The copies that wait in the prefectural library, counted for a dashboard: the pick list by pickup library, its hold
 * shelf, with the holds that end by a day, and what comes down from it.
 */
export async function waitingAtDesk(tx: Transaction, { until }: { until: CalendarDate }): Promise<Waiting> {
  const [toFetch, held, down] = await Promise.all([
    countToFetch(tx),
    countHeld(tx, until),
    copiesToReturn(tx, PREFECTURAL_LIBRARY),
  ]);
  return { toFetch, held, down: down.length };
}

async function countToFetch(tx: Transaction): Promise<Waiting['toFetch']> {
  const rows = ToFetch.parse(
    await tx.$queryRaw`
      SELECT ${pickupOfChosen} AS "pickupLibrary", count(*)::int AS copies, min(chosen.opened_at) AS since
      FROM ${chosenCopies} WHERE ${isToFetch} GROUP BY 1`,
  );
  return rows.map((row) => ({ ...row, since: instantFromDate(row.since) }));
}

async function countHeld(tx: Transaction, until: CalendarDate): Promise<Waiting['held']> {
  const [held] = Held.parse(
    await tx.$queryRaw`
      SELECT count(*)::int AS copies, min(${heldSince}) AS since,
        count(*) FILTER (WHERE told.standing -> 'state' -> 'copy' -> 'holdUntil' ->> 'date' <= ${until})::int AS ending
      FROM ${chosenCopies} JOIN reservation_state told ON told.reservation_id = chosen.reservation_id
      WHERE ${isHeldAt(PREFECTURAL_LIBRARY)}`,
  );
  return { ...held, since: held.since && instantFromDate(held.since) };
}
