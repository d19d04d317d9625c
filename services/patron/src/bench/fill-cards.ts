import { uuidOf } from '@toshobin/bench';
import { makeBarcode } from '@toshobin/contracts';
import type pg from 'pg';

/** Serials of made-up cards begin here. */
const FIRST_SERIAL = 200_000;
const BATCH = 10_000;

/** Patrons with a valid card each, until so many are there. They have neither mail nor password. */
export async function fillCards(
  client: pg.Client,
  wanted: number,
  say: (line: string) => void,
): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM patron WHERE name_reading = 'bench'`,
  );
  const present = rows[0]?.count ?? 0;
  if (present < wanted) say(`making ${wanted - present} cards`);
  for (let from = present; from < wanted; from += BATCH) {
    const many = Math.min(BATCH, wanted - from);
    const cards = Array.from({ length: many }, (_, n) => ({
      serial: from + n,
      number: makeBarcode('card', FIRST_SERIAL + from + n),
    }));
    await client.query(
      `WITH given AS (SELECT number, ${uuidOf("'desk patron ' || serial")} AS id
         FROM jsonb_to_recordset($1::jsonb) AS (serial int, number text)),
       people AS (INSERT INTO patron (id, name, name_reading, birth_date)
         SELECT id, '見本 ' || number, 'bench', '1980-01-01' FROM given)
       INSERT INTO card (number, patron_id, expires_on) SELECT number, id, current_date + 365 FROM given`,
      [JSON.stringify(cards)],
    );
  }
}
