import { catalogApi, holdNumberOf } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { AnswerTo } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';

const Rows = z.array(
  z.looseObject({
    allocation: z.int(),
    declaredAt: z.date(),
    dueDate: z.date().nullable(),
    dueAt: z.date().nullable(),
  }),
);

/**
 * R8. Copies that their patrons say they have picked up at this library and nobody has scanned since, the latest first
 * (at most 200): what is still on the shelf is taken back with `voidScan`.
 */
export async function declaredHandOuts(
  tx: Transaction,
  library: string,
): Promise<AnswerTo<'declaredHandOuts'>['rows']> {
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT declared.fact_id::text AS "handOutFactId", copy.barcode, chosen.number AS allocation,
        declared.occurred_at AS "declaredAt", loan.due_date AS "dueDate", loan.due_at AS "dueAt"
      FROM allocation chosen
        JOIN queue_entry entry ON entry.reservation_id = chosen.reservation_id
        JOIN copy ON copy.id = chosen.copy_id
        LEFT JOIN loan ON loan.allocation = chosen.number
        -- One by one (OFFSET 0): what was ever declared grows without end, what is on loan does not.
        CROSS JOIN LATERAL (
          SELECT scan.fact_id, scan.sequence, scan.occurred_at FROM scan
          WHERE scan.allocation = chosen.number AND scan.kind = 'handedOut' AND scan.account IS NULL
            AND scan.voids IS NULL OFFSET 0) declared
      WHERE entry.pickup_library = ${library} AND chosen.closed_at IS NULL AND copy.place = 'onLoan'
        AND NOT EXISTS (SELECT FROM scan later WHERE later.allocation = chosen.number
          AND later.sequence > declared.sequence AND (later.voids = declared.fact_id OR later.account IS NOT NULL))
      ORDER BY declared.occurred_at DESC, copy.barcode LIMIT 200`,
  );
  const declared = rows.map(({ dueDate, dueAt, ...row }) => ({
    ...row,
    holdNumber: holdNumberOf(row.allocation),
    declaredAt: instantFromDate(row.declaredAt),
    due: dueDate === null || dueAt === null ? null : dueOf({ dueDate, dueAt }),
  }));
  return catalogApi.declaredHandOuts.answer.parse({ rows: declared }).rows;
}
