import type pg from 'pg';

/** By how much the tables of history are multiplied. */
export interface Years {
  /** Reservations that are over, one every so many seconds up to now. */
  over: number;
  everySeconds: number;
  copies: number;
}

const TABLES = ['queue_entry', 'reservation_state', 'allocation', 'loan', 'scan', 'scan_answer'] as const;

/**
 * Multiplies a reservation that was lived through and is over, row by row as the services left it: so many of other
 * people, titles' copies and days. Every copy of theirs is new at its first. It runs without triggers and the checks of
 * references, and makes the indexes afterwards: the result is as if it had grown, but comes quicker.
 *
 * @param of the reservation that all of them are like
 */
export async function fillYears(client: pg.Client, of: string, years: Years): Promise<void> {
  const { over, everySeconds, copies } = years;
  await client.query('SET session_replication_role = replica');
  const indexes = await dropIndexes(client);
  await client.query(
    `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm)
     SELECT record_id, '8' || lpad(n::text, 9, '0'), shelf_mark, weight_grams, thickness_mm
     FROM allocation JOIN copy ON copy.id = copy_id, generate_series(1, $2::int) n WHERE reservation_id = $1::uuid`,
    [of, copies],
  );
  const { rows } = await client.query<{ number: number; first: string }>(
    `SELECT number, (SELECT min(id) FROM copy WHERE barcode LIKE '8%') AS first FROM allocation WHERE reservation_id = $1::uuid`,
    [of],
  );
  const { number = 0, first = '0' } = rows[0] ?? {};
  // Each row of a reservation gets ids of its own, and its days further back.
  const reservation = "md5('reservation ' || nth)::uuid";
  const copy = `${first}::bigint + nth % ${copies}`;
  const allocation = `${number} + nth`;
  const fact = "md5(nth || '-' || one.fact_id)::uuid";
  const earlier = (column: string) => `one.${column} - make_interval(secs => nth * ${everySeconds})`;
  const standing = `jsonb_set(jsonb_set(one.standing, '{state,copy,allocation}', to_jsonb(${allocation})),
    '{state,settled,on}', to_jsonb(((one.standing -> 'state' -> 'settled' ->> 'on')::timestamp - make_interval(secs => nth * ${everySeconds}))::date))`;
  const changed: Record<(typeof TABLES)[number], Record<string, string>> = {
    queue_entry: {
      reservation_id: reservation,
      joined_at: earlier('joined_at'),
      recorded_at: earlier('recorded_at'),
      pickup_library: "'library-' || nth % 40",
    },
    reservation_state: { reservation_id: reservation, standing },
    allocation: {
      number: allocation,
      reservation_id: reservation,
      copy_id: copy,
      opened_at: earlier('opened_at'),
      closed_at: earlier('closed_at'),
      ending: `CASE WHEN nth % 7 = 0 THEN 'expired' ELSE one.ending END`,
    },
    loan: {
      allocation,
      started_at: earlier('started_at'),
      due_date: earlier('due_date'),
      due_at: earlier('due_at'),
      handed_out_at: earlier('handed_out_at'),
      handed_in_at: earlier('handed_in_at'),
      ended_at: earlier('ended_at'),
    },
    scan: {
      fact_id: fact,
      reservation_id: reservation,
      allocation,
      copy_id: copy,
      occurred_at: earlier('occurred_at'),
      scanned_at: earlier('scanned_at'),
      recorded_at: earlier('recorded_at'),
    },
    scan_answer: { fact_id: fact, copy_id: copy, recorded_at: earlier('recorded_at') },
  };
  for (const table of TABLES) {
    const { rows: columns } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       ORDER BY attnum`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    const values = names.map((name) => changed[table][name] ?? `one.${name}`);
    await client.query(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')}
       FROM ${table} one, generate_series(1, ${over}) nth WHERE ${ofOne(table, of)}`,
    );
  }
  await client.query(`SELECT setval('allocation_number_seq', (SELECT max(number) FROM allocation))`);
  for (const index of indexes) await client.query(index);
  await client.query('SET session_replication_role = origin');
}

function ofOne(table: (typeof TABLES)[number], reservationId: string): string {
  const it = `reservation_id = '${reservationId}'`;
  switch (table) {
    case 'loan':
      return `one.allocation = (SELECT number FROM allocation WHERE ${it})`;
    case 'scan_answer':
      return `one.fact_id IN (SELECT fact_id FROM scan WHERE ${it})`;
    default:
      return `one.${it}`;
  }
}

/** Drops the indexes of these tables that are no constraint; answers how to make them. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
     WHERE indrelid = ANY ($1::regclass[]) AND NOT indisprimary
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
    [[...TABLES]],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ made }) => made);
}
