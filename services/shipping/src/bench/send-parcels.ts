import { uuidOf } from '@toshobin/bench';
import { holdNumberOf, makeBarcode } from '@toshobin/contracts';
import type pg from 'pg';

/** A copy that the catalog says is on its way to a pickup library. */
interface CopyInParcel {
  copyId: string;
  barcode: string;
  reservationId: string;
  allocation: number;
  pickupLibrary: string;
  openedAt: Date;
}

/** Puts copies into parcels that have left, at most so many in each. */
export async function sendParcels(
  client: pg.Client,
  copies: readonly CopyInParcel[],
  perParcel: number,
): Promise<void> {
  for (const library of new Set(copies.map(({ pickupLibrary }) => pickupLibrary))) {
    const all = copies.filter(({ pickupLibrary }) => pickupLibrary === library);
    for (let from = 0; from < all.length; from += perParcel) {
      await sendParcel(client, library, all.slice(from, from + perParcel));
    }
  }
}

async function sendParcel(
  client: pg.Client,
  library: string,
  copies: readonly CopyInParcel[],
): Promise<void> {
  const { rows } = await client.query<{ serial: string }>(
    `SELECT nextval(pg_get_serial_sequence('parcel', 'serial')) AS serial`,
  );
  const number = makeBarcode('parcel', Number(rows[0]?.serial));
  const lines = copies.map((copy) => ({ ...copy, holdNumber: holdNumberOf(copy.allocation) }));
  await client.query(
    `WITH sent AS (INSERT INTO parcel (number, serial, direction, library_code, state, mode, opened_at, dispatched_at,
         dispatch_day, expected_date)
       VALUES ($1, $2, 'outward', $3, 'dispatched', 'yuMail', now() - interval '26 hours', now() - interval '24 hours',
         current_date - 1, current_date + 1))
     INSERT INTO parcel_line (parcel_number, copy_id, barcode, reservation_id, allocation, hold_number, weight_grams,
       thickness_mm, protective_cover, supplement_count, packed_scan, packed_at)
     SELECT $1, "copyId", barcode, "reservationId", allocation, "holdNumber", 300, 20, false, 0,
       ${uuidOf(`"reservationId" || 'packed'`)}, now() - interval '25 hours'
     FROM jsonb_to_recordset($4::jsonb) AS ("copyId" bigint, barcode text, "reservationId" uuid, allocation int,
       "holdNumber" text)`,
    [number, rows[0]?.serial, library, JSON.stringify(lines)],
  );
}

/** Parcels to pickup libraries that nobody has received yet. */
export async function parcelsOnTheirWay(client: pg.Client): Promise<{ number: string; library: string }[]> {
  const { rows } = await client.query<{ number: string; library: string }>(
    `SELECT number, library_code AS library FROM parcel
     WHERE state = 'dispatched' AND direction = 'outward' ORDER BY serial`,
  );
  return rows;
}
