import { mailGroup } from '@toshobin/contracts';
import { type Deadline, isAfter, type LedgerState } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';
import { readReservationNotice } from './notice-data.ts';

/** R17. The due date has moved: a ready mail that has not gone out names the later one. */
export async function nameLaterDue(
  tx: Transaction,
  { reservationId, journey, pickupLibrary, dueDate, dueAt }: Application,
  { copy }: LedgerState,
): Promise<void> {
  const due = deadlineOrNull(dueDate, dueAt);
  if (due === null) return;
  const { parcelNumber = '' } = copy?.parcel ?? {};
  const ready = { milestone: 'readyAtMunicipal', parcelNumber } as const;
  const groupOf = (said: Deadline) => mailGroup({ ...ready, due: said }, pickupLibrary);
  const waiting = await tx.notice.findMany({
    where: { reservationId, journey, kind: 'readyAtMunicipal', status: 'pending' },
  });
  for (const { id, data, groupKey } of waiting) {
    const notice = readReservationNotice(data);
    if (notice.kind !== 'readyAtMunicipal' || !isAfter(due.at, notice.due.at)) continue;
    await tx.notice.update({
      where: { id },
      // A mail that staff have sent again goes by itself.
      data: {
        data: { ...notice, due },
        groupKey: groupKey === groupOf(notice.due) ? groupOf(due) : groupKey,
      },
    });
  }
}
