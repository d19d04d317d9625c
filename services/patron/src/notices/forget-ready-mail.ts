import type { Transaction } from '../database.ts';

/** Should it be ready again, the patron is told again: a mail of before is of another occasion. Answers how many of them had reached the patron. */
export async function forgetReadyMail(
  tx: Transaction,
  ready: { reservationId: string; kind: 'readyAtPrefectural' | 'readyAtMunicipal'; allocation?: number },
): Promise<number> {
  const { reservationId, kind, allocation = null } = ready;
  const forgotten = await tx.$queryRaw<{ status: string }[]>`
    UPDATE notice SET occasion = occasion || '-before-' || id::text,
      status = CASE WHEN status = 'pending' THEN 'overtaken'::notice_status ELSE status END
    WHERE reservation_id = ${reservationId}::uuid AND kind = ${kind} AND occasion NOT LIKE '%-before-%'
      AND (${allocation}::int IS NULL OR valid_allocation = ${allocation}::int)
    RETURNING status::text`;
  return forgotten.filter(({ status }) => ['sent', 'sending', 'told'].includes(status)).length;
}
