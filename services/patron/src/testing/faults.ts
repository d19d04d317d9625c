import type { PatronTestService } from './open-patron-service.ts';

interface Limits {
  reservations: number;
  loans: number;
}

/** What must hold of all applications, slots and waits at any moment; each line is a fault. */
export function faults({ db }: PatronTestService, limits: Limits): Promise<unknown[]> {
  return db.$queryRaw`
    WITH a AS (
      SELECT application.*, loan.kind AS loan, loan.slot AS loan_slot, reserved.slot AS reservation_slot,
        wait.reservation_id IS NOT NULL AS waits,
        -- Ended while the title was reserved again, it may go on all the same.
        ended_at IS NULL OR (closed_at IS NULL AND state NOT IN ('rejected', 'cancelled', 'expired', 'returned', 'lostInTransit', 'settled'))
          AS is_open
      FROM application
        LEFT JOIN loan_slot loan USING (reservation_id)
        LEFT JOIN reservation_slot reserved USING (reservation_id)
        LEFT JOIN loan_slot_wait wait USING (reservation_id))
    SELECT 'an open one without a slot' AS fault, number, state FROM a
      WHERE is_open AND loan IS NULL AND reservation_slot IS NULL
    UNION ALL SELECT 'two slots', number, state FROM a WHERE loan IS NOT NULL AND reservation_slot IS NOT NULL
    UNION ALL SELECT 'over, and counted as a reservation', number, state FROM a
      WHERE NOT is_open AND reservation_slot IS NOT NULL
    UNION ALL SELECT 'closed, and has a slot or waits for one', number, state FROM a
      WHERE closed_at IS NOT NULL AND (loan IS NOT NULL OR reservation_slot IS NOT NULL OR waits)
    UNION ALL SELECT 'goes on, and to be forgotten', number, state FROM a
      WHERE closed_at IS NOT NULL
        AND state NOT IN ('rejected', 'cancelled', 'expired', 'returned', 'lostInTransit', 'settled')
    UNION ALL SELECT 'goes on, and nobody takes care of it', number, state FROM a
      WHERE outcome IS NOT NULL AND state NOT IN ('rejected', 'cancelled', 'expired', 'returned', 'lostInTransit', 'settled')
        AND NOT (outcome IN ('longOverdue', 'lost') AND state IN ('handedOut', 'returning'))
        -- Its end was said before the branch had it no more.
        AND NOT state = 'handOutUnconfirmed'
    UNION ALL SELECT 'waits for a slot that it has', number, state FROM a WHERE waits AND loan IS NOT NULL
    UNION ALL SELECT 'over, and waits for a slot', number, state FROM a WHERE waits AND NOT is_open
    UNION ALL SELECT 'lent, and no loan', number, state FROM a
      WHERE state IN ('shipped', 'arrivalOverdue', 'handOutUnconfirmed', 'handedOut', 'returning') AND loan IS DISTINCT FROM 'loan'
    UNION ALL SELECT 'to be posted, and no claim', number, state FROM a WHERE state = 'packed' AND loan IS DISTINCT FROM 'claim'
    UNION ALL SELECT 'a loan that has not left', number, state FROM a
      WHERE (state IN ('requested', 'queued', 'suspended', 'allocated', 'picked', 'heldForLoanLimit', 'packed')
        OR state = 'ready' AND pickup_library = 'pref') AND loan = 'loan'
    UNION ALL SELECT 'waits while a slot is free', a.number, a.state FROM a JOIN loan_slot_wait wait USING (reservation_id)
      WHERE woken_at IS NULL AND ended_at IS NULL AND ${limits.loans} >
        (SELECT count(*) FROM loan_slot taken WHERE taken.patron_id = a.patron_id)
        + (SELECT count(*) FROM a woken JOIN loan_slot_wait other USING (reservation_id)
           WHERE woken.patron_id = a.patron_id AND other.woken_at IS NOT NULL AND woken.ended_at IS NULL)
    UNION ALL SELECT 'past the limit, and nobody was told', number, state FROM a
      WHERE (loan_slot > ${limits.loans} OR reservation_slot > ${limits.reservations})
        AND NOT EXISTS (SELECT FROM task WHERE kind = 'overLimit' AND cleared_at IS NULL
          AND task.reservation_id = a.reservation_id)
    UNION ALL SELECT 'within the limit, and the desk is told otherwise', number, state FROM a
      WHERE coalesce(loan_slot, 0) <= ${limits.loans} AND coalesce(reservation_slot, 0) <= ${limits.reservations}
        AND EXISTS (SELECT FROM task WHERE kind = 'overLimit' AND cleared_at IS NULL
          AND task.reservation_id = a.reservation_id)`;
}

/** All that is kept, to see whether an act done twice changes anything. */
export async function allRows({ db }: PatronTestService): Promise<Record<string, unknown>> {
  const rows = await db.$queryRaw<{ name: string; rows: unknown }[]>`
    SELECT 'application' AS name, json_agg(t ORDER BY reservation_id) AS rows FROM application t
    UNION ALL SELECT 'reservation_slot', json_agg(t ORDER BY reservation_id) FROM reservation_slot t
    UNION ALL SELECT 'loan_slot', json_agg(t ORDER BY reservation_id) FROM loan_slot t
    UNION ALL SELECT 'loan_slot_wait', json_agg(t ORDER BY reservation_id) FROM loan_slot_wait t
    UNION ALL SELECT 'notice', json_agg(t ORDER BY id) FROM notice t
    UNION ALL SELECT 'task', json_agg(t ORDER BY id) FROM task t
    UNION ALL SELECT 'outbox', json_agg(t ORDER BY sequence) FROM outbox t
    UNION ALL SELECT 'wish', json_agg(t ORDER BY reservation_id, wish_id) FROM wish t
    UNION ALL SELECT 'history_wish', json_agg(t ORDER BY patron_id) FROM history_wish t
    UNION ALL SELECT 'history_entry', json_agg(t ORDER BY id) FROM history_entry t
    UNION ALL SELECT 'card', json_agg(t ORDER BY number) FROM card t
    UNION ALL SELECT 'card_application', json_agg(t ORDER BY id) FROM card_application t
    UNION ALL SELECT 'ses_notification', json_agg(t ORDER BY message_id) FROM ses_notification t`;
  return Object.fromEntries(rows.map(({ name, rows: all }) => [name, all]));
}
