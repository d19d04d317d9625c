import type pg from 'pg';
import { z } from 'zod';

const CopySchema = z.object({ barcode: z.string(), library: z.string(), reservationId: z.uuid().nullable() });
type CopyForDesk = z.infer<typeof CopySchema>;

/** Copies that can be scanned at the desks now, by what can be done with them. */
export interface CopiesForDesks {
  /** Copies lent at the prefectural library, to be returned there. */
  toReturn: CopyForDesk[];
  /** Copies lent by a pickup library, to be handed in there. */
  toHandIn: CopyForDesk[];
  /** Copies that wait at a pickup library, for a card. */
  toHandOut: CopyForDesk[];
  /** Copies on their shelf, for which nobody waits: to be lent at the counter. */
  toLend: CopyForDesk[];
}

/**
 * @param most copies of each kind
 * @param seed another seed picks other copies
 */
export async function copiesForDesks(client: pg.Client, most: number, seed: number): Promise<CopiesForDesks> {
  const chosen = async (where: string): Promise<CopyForDesk[]> => {
    const { rows } = await client.query(
      `SELECT barcode, coalesce(place_library, 'pref') AS library, reservation_id::text AS "reservationId"
       FROM copy LEFT JOIN allocation ON copy_id = copy.id AND closed_at IS NULL
       WHERE condition = 'inService' AND ${where} ORDER BY hashint8extended(copy.id, $2) LIMIT $1`,
      [most, seed],
    );
    return z.array(CopySchema).parse(rows);
  };
  return {
    toReturn: await chosen(`place = 'onLoan' AND place_library IS NULL AND reservation_id IS NOT NULL`),
    toHandIn: await chosen(`place = 'onLoan' AND place_library IS NOT NULL AND reservation_id IS NOT NULL`),
    toHandOut: await chosen(`place = 'atPickupLibrary' AND reservation_id IS NOT NULL`),
    toLend: await chosen(
      `place = 'onShelf' AND EXISTS (SELECT FROM bibliographic_record record WHERE record.id = copy.record_id
         AND source = 'bench' AND lending = 'lendable')
       AND NOT EXISTS (SELECT FROM queue_entry WHERE queue_entry.record_id = copy.record_id AND state = 'waiting')`,
    ),
  };
}
