import type { LendingPolicy } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Finding } from './finding.ts';
import type { OpenLibrary } from './open-library.ts';

const Rows = z.array(z.object({ id: z.string() }));

/** R3, R15. The limits of patrons; a patron is named by one of their reservations. */
export async function judgePatrons(
  { patron }: OpenLibrary,
  { reservationLimit, loanLimit }: LendingPolicy,
): Promise<Finding[]> {
  const over = Rows.parse(
    await patron.$queryRaw`
      SELECT reservation_id::text AS id FROM (
          SELECT reservation_id FROM loan_slot WHERE slot > ${loanLimit}
          UNION SELECT reservation_id FROM reservation_slot WHERE slot > ${reservationLimit}) taken
      WHERE NOT EXISTS (SELECT FROM task WHERE kind = 'overLimit' AND cleared_at IS NULL
        AND task.reservation_id = taken.reservation_id)`,
  );
  const kept = Rows.parse(
    await patron.$queryRaw`
      SELECT wait.reservation_id::text AS id FROM loan_slot_wait wait JOIN application USING (reservation_id)
      WHERE woken_at IS NULL AND ended_at IS NULL AND ${loanLimit} >
        (SELECT count(*) FROM loan_slot taken WHERE taken.patron_id = wait.patron_id)
        + (SELECT count(*) FROM loan_slot_wait woken JOIN application other USING (reservation_id)
           WHERE woken.patron_id = wait.patron_id AND woken.woken_at IS NOT NULL AND other.ended_at IS NULL)`,
  );
  return [
    ...over.map(({ id }): Finding => ({ what: 'overLimit', of: { reservation: id } })),
    ...kept.map(({ id }): Finding => ({ what: 'waitsWhileSlotFree', of: { reservation: id } })),
  ];
}
