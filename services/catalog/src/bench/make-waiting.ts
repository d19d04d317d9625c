import { uuidOf } from '@toshobin/bench';
import type pg from 'pg';
import { type DeskJourney, DeskJourneySchema } from './make-journeys.ts';

/** Makes reservations for so many titles that are lent at the prefectural counter; answers the new ones. */
export async function makeWaiting(
  client: pg.Client,
  wanted: number,
  libraries: readonly string[],
): Promise<DeskJourney[]> {
  const { rows } = await client.query(
    `WITH present AS (SELECT count(*) AS many FROM queue_entry WHERE state = 'waiting'),
     titles AS MATERIALIZED (
       SELECT DISTINCT ON (hashint8(record_id), record_id) record_id, copy.id, barcode FROM copy
       WHERE place = 'onLoan' AND place_library IS NULL
         AND NOT EXISTS (SELECT FROM queue_entry entry WHERE entry.record_id = copy.record_id AND state = 'waiting')
       ORDER BY hashint8(record_id), record_id LIMIT greatest(0, $1 - (SELECT many FROM present))),
     chosen AS MATERIALIZED (
       SELECT titles.*, ${uuidOf(`'desk waiting ' || record_id || ' ' || (SELECT count(*) FROM queue_entry entry WHERE entry.record_id = titles.record_id)`)} AS reservation,
         ($2::text[])[1 + row_number() OVER (ORDER BY id) % array_length($2::text[], 1)] AS library,
         now() - interval '2 days' AS joined FROM titles),
     entries AS (
       INSERT INTO queue_entry (reservation_id, record_id, joined_at, pickup_library, channel)
       SELECT reservation, record_id, joined, library, 'web' FROM chosen),
     told AS (
       INSERT INTO title_waiting (record_id, waiting) SELECT record_id, true FROM chosen
       ON CONFLICT (record_id) DO UPDATE SET waiting = true, changes = title_waiting.changes + 1)
     SELECT reservation::text AS "reservationId", 0 AS allocation, record_id::text AS "recordId", chosen.id::text AS "copyId",
       barcode, title, library AS "pickupLibrary", joined AS "openedAt", NULL AS "dueDate", NULL AS "dueAt"
     FROM chosen JOIN bibliographic_record record ON record.id = record_id`,
    [wanted, libraries],
  );
  return DeskJourneySchema.array().parse(rows);
}
