import { NAMES_PICKUP } from '@toshobin/contracts';
import type { Application, Transaction } from '../database.ts';
import { forgetReadyMails } from './forget-ready-mail.ts';
import { readReservationNotice } from './notice-data.ts';

/**
 * R20. The pickup library changed: mails that have not gone out name the new one. A copy that is ready at the former
 * one again is told again.
 */
export async function nameNewLibrary(
  tx: Transaction,
  { reservationId, pickupLibrary }: Application,
): Promise<void> {
  await forgetReadyMails(tx, reservationId);
  const waiting = await tx.notice.findMany({
    where: { reservationId, kind: { in: [...NAMES_PICKUP] }, status: 'pending' },
  });
  for (const { id, data, groupKey } of waiting) {
    const notice = readReservationNotice(data);
    if (!('pickupLibrary' in notice)) continue;
    await tx.notice.update({
      where: { id },
      data: {
        data: { ...notice, pickupLibrary },
        groupKey: groupKey.replace(notice.pickupLibrary, () => pickupLibrary),
      },
    });
  }
}
