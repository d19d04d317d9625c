import { parseKnown, type UnreturnedLoan, UnreturnedLoanSchema } from '@toshobin/contracts';
import {
  type CalendarDate,
  dateColumn,
  LedgerStateSchema,
  UnreturnedSchema,
  wasHandedIn,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { literals, Prisma, type Transaction } from '../database.ts';
import { wholeTitle } from '../records/whole-title.ts';

const Rows = z.array(
  z.object({
    reservationId: z.string(),
    state: LedgerStateSchema,
    barcode: z.string(),
    shelfMark: z.string(),
    title: z.string(),
    subtitle: z.string(),
  }),
);

/**
 * Loans whose books have not come back, by their last told state: lost or long overdue and not settled, and those that
 * the desk has settled today. The longest due first, at most 500; of one reservation, if it is named.
 */
export async function unreturnedLoans(
  tx: Transaction,
  { reservationId, today }: { reservationId?: string | undefined; today: CalendarDate },
): Promise<UnreturnedLoan[]> {
  const which = reservationId ? Prisma.sql`told.reservation_id = ${reservationId}::uuid` : Prisma.sql`true`;
  const rows = parseKnown(
    Rows,
    await tx.$queryRaw`
      SELECT told.reservation_id::text AS "reservationId", told.standing -> 'state' AS state, copy.barcode,
        copy.shelf_mark AS "shelfMark", record.title, record.subtitle
      FROM (
        SELECT number FROM allocation WHERE ending = 'closed'
        UNION SELECT allocation FROM scan WHERE kind = 'lost'
        UNION SELECT number FROM allocation WHERE settled_on = ${dateColumn(today)}::date) ended
        JOIN allocation ON allocation.number = ended.number
        JOIN reservation_state told ON told.reservation_id = allocation.reservation_id
          AND (told.standing -> 'state' -> 'copy' ->> 'allocation')::int = allocation.number
        JOIN copy ON copy.id = allocation.copy_id
        JOIN bibliographic_record record ON record.id = copy.record_id
      WHERE ${which} AND (settled_on = ${dateColumn(today)}::date OR (told.standing -> 'state' ->> 'settled') IS NULL
        AND (told.standing -> 'state' ->> 'ended') IN (${literals(UnreturnedSchema.options)}))
      ORDER BY told.standing -> 'state' -> 'copy' -> 'due' ->> 'at' NULLS LAST, told.reservation_id LIMIT 500`,
  );
  return rows.flatMap(({ reservationId: id, state, title, subtitle, ...copy }) => {
    const isOnItsWay = state.stage === 'handedIn' && state.settled === null;
    if (state.copy === null || isOnItsWay) return [];
    return UnreturnedLoanSchema.parse({
      ...copy,
      reservationId: id,
      title: wholeTitle({ title, subtitle }),
      kind: state.ended === 'lost' ? 'lost' : 'longOverdue',
      pickupLibrary: state.pickupLibrary,
      due: state.copy.due,
      handedIn: wasHandedIn(state.copy),
      settled: state.settled,
    } satisfies z.input<typeof UnreturnedLoanSchema>);
  });
}
