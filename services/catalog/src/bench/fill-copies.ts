import type pg from 'pg';
import { layOutRecords } from '../placing/place-records.ts';

/** The first serial of made-up copies; the barcodes of the load are far below. */
const FIRST_SERIAL = 10_000_000;
const COPIES_PER_RECORD = 4;

/**
 * Fills the catalog up to so many copies: every loaded title again as so many volumes with four copies each. Only their
 * title is searched, which makes them quick to write. One transaction; volumes that are there are not made again.
 */
export async function fillCopies(
  client: pg.Client,
  copies: number,
  say: (line: string) => void,
): Promise<void> {
  const { rows } = await client.query<{ copies: number; records: number }>(
    `SELECT (SELECT count(*) FROM copy)::int AS copies,
      (SELECT count(*) FROM bibliographic_record WHERE source = 'aozora')::int AS records`,
  );
  const { copies: present = 0, records: titles = 0 } = rows[0] ?? {};
  const missing = copies - present;
  if (missing <= 0) return;
  if (titles === 0) throw new Error('The catalogue has not been loaded');
  say(`making ${missing} copies`);
  await client.query('BEGIN');
  // The layout at the end builds every index of words anew, so until then their entries only queue up.
  await client.query("SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL maintenance_work_mem = '512MB'");
  await client.query(
    `INSERT INTO bibliographic_record (number, kind, lending, title, title_reading, subtitle, subtitle_reading, author,
       author_reading, translator, publisher, year, ndc, protective_cover, source, nt, s, tv, norm_version, placed)
     SELECT 'T' || lpad(nextval('record_number_sequence')::text, 9, '0'), kind, lending,
       title || ' 第' || nth || '巻', title_reading, subtitle, subtitle_reading, author, author_reading, translator,
       publisher, year, ndc, protective_cover, 'bench', nt || '第' || nth || '巻',
       nt || '第' || nth || '巻', tv, norm_version, true
     FROM generate_series(1, $2::int) nth CROSS JOIN bibliographic_record
     WHERE source = 'aozora' ORDER BY nth, id LIMIT $1`,
    [Math.ceil(missing / COPIES_PER_RECORD), Math.ceil(missing / COPIES_PER_RECORD / titles)],
  );
  await client.query(
    `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm)
     SELECT id, ${barcodeOf('1', `lpad(($2 + nth)::text, 8, '0')`)},
       coalesce(ndc, '000') || '/ア', 200 + (id % 600)::int, 8 + (id % 30)::int
     FROM (SELECT id, ndc, row_number() OVER (ORDER BY id, n) AS nth
       FROM bibliographic_record, generate_series(1, ${COPIES_PER_RECORD}) n WHERE source = 'bench' LIMIT $1) numbered`,
    [missing, FIRST_SERIAL],
  );
  say('laying out and indexing');
  await layOutRecords(client);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE bibliographic_record, copy');
}

/**
 * SQL: a number with its check digit (contracts: checkDigitOf), the weights 2 and 1 from the right.
 *
 * @param serial SQL of the digits between prefix and check digit
 */
function barcodeOf(prefix: string, serial: string): string {
  const number = `('${prefix}' || ${serial})`;
  return `(SELECT number || ((10 - sum(CASE WHEN (length(number) - place) % 2 = 0
      THEN digit * 2 / 10 + digit * 2 % 10 ELSE digit END) % 10) % 10)
    FROM (SELECT ${number} AS number) whole
      CROSS JOIN LATERAL (SELECT place, substr(number, place, 1)::int AS digit
        FROM generate_series(1, length(number)) place) digits
    GROUP BY number)`;
}
