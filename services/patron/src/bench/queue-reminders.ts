import { uuidOf } from '@toshobin/bench';
import type pg from 'pg';

/**
 * Queues the reminder (R8: due soon) of loans that are not late, one mail a loan, due at once; their patrons have an address
 * from now on. Those of an earlier call are gone. Answers how many.
 */
export async function queueReminders(client: pg.Client, most: number): Promise<number> {
  await client.query('DELETE FROM notice');
  await client.query(
    `UPDATE patron SET email = 'bench-' || id || '@example.jp', email_status = 'verified'
     WHERE postcode = 'bench' AND email IS NULL AND EXISTS (SELECT FROM loan_slot WHERE patron_id = patron.id)`,
  );
  const { rowCount } = await client.query(
    `INSERT INTO notice (id, kind, patron_id, reservation_id, occasion, group_key, data, journey, not_before, created_at)
     SELECT ${uuidOf("'reminder ' || reservation_id")}, 'dueSoon', patron_id, reservation_id, journey || ' ' || due_date,
       due_date::text, jsonb_build_object('kind', 'dueSoon', 'extensionPossible', true, 'extended', false, 'due',
         jsonb_build_object('date', due_date::text, 'at', to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))),
       journey, now(), now()
     FROM application WHERE state = 'handedOut' AND due_at > now() + interval '1 day' AND ended_at IS NULL
     ORDER BY reservation_id LIMIT $1`,
    [most],
  );
  return rowCount ?? 0;
}

/** How many of them wait, and how many went out. */
export async function remindersLeft(client: pg.Client): Promise<{ waiting: number; sent: number }> {
  const { rows } = await client.query<{ waiting: number; sent: number }>(
    `SELECT count(*) FILTER (WHERE status IN ('pending', 'sending'))::int AS waiting,
       count(*) FILTER (WHERE status = 'sent')::int AS sent FROM notice`,
  );
  return rows[0] ?? { waiting: 0, sent: 0 };
}
