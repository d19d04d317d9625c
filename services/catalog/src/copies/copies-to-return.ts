import {
  type CopyToReturn,
  CopyToReturnSchema,
  foundByScan,
  holdNumberOf,
  PREFECTURAL_LIBRARY,
} from '@toshobin/contracts';
import { endedUnlent, endedUnlentAs, instantFromDate, isToPutBack, isUntaken } from '@toshobin/lending-rules';
import { z } from 'zod';
import { literals, Prisma, type Transaction } from '../database.ts';
import { placesThatAre } from '../ledger/copy-place.ts';
import type { Journey } from '../ledger/journey.ts';
import { wholeTitle } from '../records/whole-title.ts';

const Rows = z.array(
  z.looseObject({ allocation: z.int().nullable(), title: z.string(), subtitle: z.string(), since: z.date() }),
);

/** Joins the last allocation of a copy, as `latest`. */
export const latestAllocation = Prisma.sql`LEFT JOIN LATERAL (
  SELECT chosen.number, chosen.reservation_id, chosen.closed_at, chosen.ending, entry.channel
  FROM allocation chosen JOIN queue_entry entry USING (reservation_id)
  WHERE chosen.copy_id = copy.id AND chosen.ending IS DISTINCT FROM 'returnUndone'
  ORDER BY chosen.number DESC LIMIT 1) latest ON true`;

/** Why that allocation is over. */
export const whyEnded = Prisma.sql`CASE WHEN latest.ending IN (${literals(endedUnlent)}) THEN latest.ending::text ELSE 'closed' END`;

/**
 * R9, R20. Copies at a library that are nobody's any more and have not been sent on: their reservation was cancelled,
 * its hold ended, its process was closed, or it goes on without them, after they had left their shelf. At a branch also
 * copies handed in there, of a loan or of nobody's, or said to be, and not sent on. The longest waiting first (at most
 * 1,000).
 *
 * @param library where they stand; on their way they are on no list
 */
export async function copiesToReturn(tx: Transaction, library: string): Promise<CopyToReturn[]> {
  const mayStandThere =
    library === PREFECTURAL_LIBRARY
      ? Prisma.sql`copy.place IN (${placesThatAre('prepared')}) OR copy.place = 'atPickupLibrary' AND copy.place_library IS NULL`
      : Prisma.sql`copy.place = 'returning' OR copy.place = 'atPickupLibrary' AND copy.place_library = ${library}`;
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT CASE WHEN taken.at IS NULL AND latest.channel <> 'counter' THEN latest.number END AS allocation,
        CASE WHEN taken.at IS NULL THEN latest.reservation_id::text END AS "reservationId", copy.id::text AS "copyId", copy.barcode, record.title, record.subtitle,
        copy.shelf_mark AS "shelfMark", copy.place::text AS place,
        CASE WHEN copy.place <> 'returning' THEN latest.closed_at
          ELSE coalesce(taken.at, (told.copy -> 'position' ->> 'handedInAt')::timestamptz) END AS since,
        CASE WHEN copy.place = 'returning' THEN 'handedIn'
          ELSE ${whyEnded} END AS why,
        copy.place = 'returning' AND taken.at IS NULL AND coalesce((
          SELECT given.reason IS NOT NULL FROM scan given
          WHERE given.copy_id = copy.id AND given.allocation = latest.number
            AND given.kind = 'handedIn' AND given.voids IS NULL
            AND NOT EXISTS (SELECT FROM scan undone WHERE undone.copy_id = copy.id AND undone.voids = given.fact_id)
          ORDER BY given.sequence DESC LIMIT 1), false) AS claimed,
        EXISTS (SELECT FROM queue_entry waiting
          WHERE waiting.record_id = copy.record_id AND waiting.state = 'waiting') AS awaited
      FROM copy
        JOIN bibliographic_record record ON record.id = copy.record_id
        ${latestAllocation}
        LEFT JOIN LATERAL (
          SELECT standing -> 'state' -> 'copy' AS copy FROM reservation_state state
          WHERE state.reservation_id = latest.reservation_id AND copy.place = 'returning') told ON true
        LEFT JOIN LATERAL (
          SELECT last.occurred_at AS at FROM (
            SELECT * FROM scan
            WHERE scan.copy_id = copy.id AND copy.place = 'returning' AND copy.place_library = ${library}
              AND scan.kind <> 'packed' AND scan.voids IS NULL
              AND NOT EXISTS (SELECT FROM scan undone WHERE undone.copy_id = copy.id AND undone.voids = scan.fact_id)
            ORDER BY scan.sequence DESC LIMIT 1) last
          WHERE last.kind = 'handedIn' AND last.allocation IS NULL AND last.place = ${library}) taken ON true
      -- By itself, so that the index of these places leaves out what is elsewhere.
      WHERE copy.place IN (${placesThatAre('listed')}) AND (${mayStandThere})
        AND CASE WHEN copy.place = 'returning'
            THEN taken.at IS NOT NULL
              OR (told.copy ->> 'allocation')::int = latest.number AND told.copy ->> 'returnLibrary' = ${library}
                AND told.copy -> 'position' ->> 'furthest' = 'handedIn'
          ELSE latest.ending <> 'home' END
        AND NOT copy.condition::text = ANY(${[...foundByScan]})
      ORDER BY since, copy.barcode LIMIT 1000`,
  );
  return rows.map(({ title, subtitle, ...row }) =>
    CopyToReturnSchema.parse({
      ...row,
      title: wholeTitle({ title, subtitle }),
      holdNumber: row.allocation === null ? null : holdNumberOf(row.allocation),
      since: instantFromDate(row.since),
    }),
  );
}

/**
 * Why a copy that is not at home is to go back: null while it is somebody's, or on its shelf.
 *
 * @param latest its latest allocation
 */
export function whyToReturn(latest: Journey | undefined): Exclude<CopyToReturn['why'], 'handedIn'> | null {
  if (latest === undefined || latest.open || !isToPutBack(latest)) return null;
  return endedUnlentAs(latest.ending) ?? 'closed';
}

/** Whether, as far as scans tell, a copy fetched for a reservation that goes on is neither handed out nor sent back. */
export function isStillHeld(journey: Journey): boolean {
  return journey.open && isUntaken(journey);
}

/** Whether a copy was fetched for a reservation that was cancelled, or whose hold has ended, and is to be sent back. */
export function isHeldNoMore(journey: Journey): boolean {
  return !journey.open && endedUnlentAs(journey.ending) !== undefined && isUntaken(journey);
}
