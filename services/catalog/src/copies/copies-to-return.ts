import {
  type CopyToReturn,
  CopyToReturnSchema,
  holdNumberOf,
  PREFECTURAL_LIBRARY,
} from '@toshobin/contracts';
import { instantFromDate, reached } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import type { Journey } from '../ledger/journey.ts';

const Rows = z.array(z.looseObject({ allocation: z.int(), since: z.date() }));

/**
 * R9, R20. Copies at a library that are nobody's any more and have not been sent on: their reservation was cancelled,
 * its hold ended, its process was closed, or it goes on without them, after they had left their shelf. The longest
 * waiting first (at most 1,000).
 *
 * @param library where they stand; on their way, and taken back already, they are on no list
 */
export async function copiesToReturn(tx: Transaction, library: string): Promise<CopyToReturn[]> {
  const atPrefectural = library === PREFECTURAL_LIBRARY;
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT latest.number AS allocation, copy.id::text AS "copyId", copy.barcode,
        copy.shelf_mark AS "shelfMark", copy.place::text AS place, latest.closed_at AS since,
        CASE WHEN latest.ending IN ('cancelled', 'expired') THEN latest.ending::text ELSE 'closed' END AS why
      FROM copy
        CROSS JOIN LATERAL (
          SELECT chosen.number, chosen.closed_at, chosen.ending FROM allocation chosen
          WHERE chosen.copy_id = copy.id AND chosen.ending IS DISTINCT FROM 'returnUndone'
          ORDER BY chosen.number DESC LIMIT 1) latest
      WHERE copy.place IN ('beingPrepared', 'onHoldShelf', 'atPickupLibrary')
        AND CASE WHEN ${atPrefectural} THEN copy.place <> 'atPickupLibrary' OR copy.place_library IS NULL
          ELSE copy.place = 'atPickupLibrary' AND copy.place_library = ${library} END
        AND latest.ending <> 'home' AND copy.condition NOT IN ('searching', 'missing', 'lost')
      ORDER BY latest.closed_at, copy.barcode LIMIT 1000`,
  );
  return rows.map((row) =>
    CopyToReturnSchema.parse({
      ...row,
      holdNumber: holdNumberOf(row.allocation),
      since: instantFromDate(row.since),
    }),
  );
}

/**
 * Why a copy that is not at home is to go back: null while it is somebody's, or on its shelf.
 *
 * @param latest its latest allocation
 */
export function whyToReturn(latest: Journey | undefined): CopyToReturn['why'] | null {
  if (latest === undefined || latest.open) return null;
  const { furthest } = latest.position;
  if (furthest === 'home' || furthest === 'allocated') return null;
  return latest.ending === 'cancelled' || latest.ending === 'expired' ? latest.ending : 'closed';
}

/** Whether a copy was fetched for a reservation that goes on, and neither handed out nor sent back, as far as scans tell. */
export function isStillHeld({ open, position }: Journey): boolean {
  return open && reached(position, 'picked') && !reached(position, 'handedOut') && !position.onReturnLeg;
}
