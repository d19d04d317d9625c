import { SAYS_READY } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';
import type { Notice, NoticeStatus } from '../generated/prisma/client.ts';
import { HEARD } from './notice-status.ts';

/**
 * A copy is not ready after all: the mails that say so get an occasion of their own, so that the patron is told again
 * should it be ready again. Answers the journeys of which the patron had been told so (by mail, also one on its way at
 * this moment, or on the telephone).
 */
export async function forgetReadyMails(tx: Transaction, reservationId: string): Promise<number[]> {
  const forgotten = await tx.$queryRaw<{ status: NoticeStatus; journey: number }[]>`
    UPDATE notice SET occasion = occasion || '-before-' || id::text,
      status = CASE WHEN status = 'pending' THEN 'overtaken'::notice_status ELSE status END
    WHERE reservation_id = ${reservationId}::uuid AND kind = ANY (${[...SAYS_READY]}) AND occasion NOT LIKE '%-before-%'
    RETURNING status::text, journey`;
  return forgotten.filter(({ status }) => HEARD.includes(status)).map(({ journey }) => journey);
}

/**
 * Deletes a waiting delay mail that was to correct a ready mail. Answers the ready mail; undefined: there is none, or
 * the patron has heard of the delay.
 */
export async function notYetCorrected(
  tx: Transaction,
  { reservationId, journey }: { reservationId: string; journey: number },
): Promise<Notice | undefined> {
  const ready = await lastForgotten(tx, { reservationId, journey });
  if (ready === undefined || !HEARD.includes(ready.status)) return undefined;
  const { count } = await tx.notice.deleteMany({
    where: { reservationId, journey, kind: 'delayed', status: 'pending' },
  });
  return count > 0 ? ready : undefined;
}

/** The last ready mail of a journey that was forgotten since. */
export async function lastForgotten(
  tx: Transaction,
  { reservationId, journey }: { reservationId: string; journey: number },
): Promise<Notice | undefined> {
  const forgotten = await tx.notice.findFirst({
    where: {
      reservationId,
      journey,
      kind: { in: [...SAYS_READY] },
      occasion: { startsWith: `${journey}-before-` },
    },
    orderBy: { createdAt: 'desc' },
  });
  return forgotten ?? undefined;
}

/** Whether what a ready mail says was taken back since. */
export function wasTakenBack({ occasion }: { occasion: string }): boolean {
  return occasion.includes('-before-');
}
