import { type CopyToReturn, CopyToReturnSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Tx } from '../open-database.ts';
import { holdNumberOf } from './hold-number.ts';
import type { Journey } from './journey.ts';

const Rows = z.array(z.looseObject({ allocation: z.int(), since: z.date() }));

/**
 * R9, R20. Copies at a library that are nobody's any more and have not been sent on: their reservation was cancelled,
 * its hold ended, or its process was closed, after they had left their shelf. The longest waiting first (at most 1,000).
 *
 * @param library where they stand; on their way, and taken back already, they are on no list
 */
export async function copiesToReturn(tx: Tx, library: string): Promise<CopyToReturn[]> {
  const atPrefectural = library === PREFECTURAL_LIBRARY;
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT latest.number AS allocation, copy.id::text AS "copyId", copy.barcode,
        copy.shelf_mark AS "shelfMark", copy.place::text AS place, latest.closed_at AS since,
        latest.ending::text AS why
      FROM copy
        CROSS JOIN LATERAL (
          SELECT chosen.number, chosen.closed_at, chosen.ending FROM allocation chosen
          WHERE chosen.copy_id = copy.id ORDER BY chosen.number DESC LIMIT 1) latest
      WHERE copy.place IN ('beingPrepared', 'onHoldShelf', 'atPickupLibrary')
        AND CASE WHEN ${atPrefectural} THEN copy.place <> 'atPickupLibrary' OR copy.place_library IS NULL
          ELSE copy.place = 'atPickupLibrary' AND copy.place_library = ${library} END
        AND latest.ending IN ('cancelled', 'expired', 'closed')
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

/** Why a copy that is not at home yet is to go back: null while it is somebody's. */
export function whyToReturn(journey: Journey | undefined): CopyToReturn['why'] | null {
  if (journey === undefined || journey.open) return null;
  const { ending } = journey;
  return ending === 'cancelled' || ending === 'expired' || ending === 'closed' ? ending : null;
}
