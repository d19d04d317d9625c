import type { Transaction } from '../database.ts';
import { SAYS_READY } from './notice-kinds.ts';

/**
 * A copy is not ready after all: the mails that say so get an occasion of their own, so that the patron is told again
 * should it be ready again. Answers the journeys of which the patron had been told so (by mail, also one on its way at
 * this moment, or on the telephone).
 */
export async function forgetReadyMails(tx: Transaction, reservationId: string): Promise<number[]> {
  const forgotten = await tx.$queryRaw<{ status: string; journey: number }[]>`
    UPDATE notice SET occasion = occasion || '-before-' || id::text,
      status = CASE WHEN status = 'pending' THEN 'overtaken'::notice_status ELSE status END
    WHERE reservation_id = ${reservationId}::uuid AND kind = ANY (${[...SAYS_READY]}) AND occasion NOT LIKE '%-before-%'
    RETURNING status::text, journey`;
  return forgotten
    .filter(({ status }) => ['sent', 'sending', 'told'].includes(status))
    .map(({ journey }) => journey);
}

/** What it says was taken back since. */
export function wasTakenBack({ occasion }: { occasion: string }): boolean {
  return occasion.includes('-before-');
}
