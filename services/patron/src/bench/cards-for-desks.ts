import type pg from 'pg';

/** The present cards of the patrons of reservations. */
export async function cardsFor(
  client: pg.Client,
  reservationIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ reservation: string; card: string }>(
    `SELECT reservation_id::text AS reservation, card.number AS card FROM application
       JOIN card ON card.patron_id = application.patron_id AND replaced_at IS NULL
     WHERE reservation_id = ANY ($1::uuid[]) AND ended_at IS NULL`,
    [reservationIds],
  );
  return new Map(rows.map(({ reservation, card }) => [reservation, card]));
}

/** Cards of made-up patrons who have borrowed little, by lot. */
export async function cardsWithRoom(client: pg.Client, most: number, seed: number): Promise<string[]> {
  const { rows } = await client.query<{ number: string }>(
    `SELECT number FROM card JOIN patron ON patron.id = patron_id
     WHERE postcode = 'bench' AND replaced_at IS NULL
       AND (SELECT count(*) FROM loan_slot WHERE loan_slot.patron_id = patron.id) < 4
     ORDER BY hashtextextended(number, $2) LIMIT $1`,
    [most, seed],
  );
  return rows.map(({ number }) => number);
}
