import { firstAllocationOf, HOLD_NUMBERS, ReservationIdSchema } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';

const Rows = z.array(z.object({ reservationId: ReservationIdSchema }));

/**
 * The reservation whose hold slip bears this number. Numbers come round again: the open allocation counts, or else the
 * one that ended last. Each is looked up by its own number. Refuses NOT_FOUND.
 */
export async function reservationOfHold(
  db: Transaction,
  holdNumber: string,
): Promise<Decision<z.infer<typeof Rows>[number]>> {
  const first = firstAllocationOf(holdNumber);
  if (first === undefined) return refuse('NOT_FOUND');
  const [found] = Rows.parse(
    await db.$queryRaw`
      SELECT reservation_id::text AS "reservationId"
      FROM generate_series(${first}::int, (SELECT max(number) FROM allocation), ${HOLD_NUMBERS}::int) one
        JOIN allocation ON allocation.number = one
      ORDER BY closed_at IS NULL DESC, number DESC LIMIT 1`,
  );
  return found ? allow(found) : refuse('NOT_FOUND');
}
