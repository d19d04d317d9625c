import { uuidOf } from '@toshobin/bench';
import type pg from 'pg';

/**
 * Queues the reminder (R8: due soon) of loans that are not late, due at once; one patron in five has two of one day,
 * which go into one mail (R19). Their patrons have an address from now on. The reminders of an earlier call are gone.
 * Answers how many.
 */
export async function queueReminders(client: pg.Client, most: number): Promise<number> {
  await client.query('DELETE FROM notice');
  await haveSomeTwo(client);
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
     ORDER BY patron_id LIMIT $1`,
    [most],
  );
  await client.query('ANALYZE notice');
  return rowCount ?? 0;
}

/** Gives two of every six loans of one day to one patron; a second call does nothing. */
async function haveSomeTwo(client: pg.Client): Promise<void> {
  await client.query(
    `WITH lent AS (
       SELECT reservation_id, patron_id, row_number() OVER by_day AS nth,
         lag(patron_id) OVER by_day AS other, record_id, lag(record_id) OVER by_day AS other_record
       FROM application WHERE state = 'handedOut' AND ended_at IS NULL
         AND NOT EXISTS (SELECT FROM loan_slot WHERE slot = 2)
       WINDOW by_day AS (PARTITION BY due_date ORDER BY reservation_id)),
     moved AS (
       UPDATE application SET patron_id = other FROM lent
       WHERE lent.reservation_id = application.reservation_id AND nth % 6 = 2 AND lent.record_id <> other_record
       RETURNING application.reservation_id, other)
     UPDATE loan_slot SET patron_id = other, slot = 2 FROM moved
     WHERE moved.reservation_id = loan_slot.reservation_id`,
  );
}

/** How many reminders wait, and how many went out. */
export async function remindersLeft(client: pg.Client): Promise<{ waiting: number; sent: number }> {
  const { rows } = await client.query<{ waiting: number; sent: number }>(
    `SELECT count(*) FILTER (WHERE status IN ('pending', 'sending'))::int AS waiting,
       count(*) FILTER (WHERE status = 'sent')::int AS sent FROM notice`,
  );
  return rows[0] ?? { waiting: 0, sent: 0 };
}

/** How many mails the sent reminders made, and how many patrons got more than one. */
export async function mailsSent(client: pg.Client): Promise<{ mails: number; split: number }> {
  const { rows } = await client.query<{ mails: number; split: number }>(
    `SELECT coalesce(sum(mails), 0)::int AS mails, (count(*) FILTER (WHERE mails > 1))::int AS split
     FROM (SELECT count(DISTINCT mail_id) AS mails FROM notice
       WHERE status = 'sent' GROUP BY patron_id, kind, group_key) groups`,
  );
  return rows[0] ?? { mails: 0, split: 0 };
}
