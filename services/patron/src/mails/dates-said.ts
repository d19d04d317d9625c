import type { Deadline } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { ReservationNoticeSchema } from '../notices/notice-data.ts';

interface DatesSaid {
  due?: Deadline;
  holdUntil?: Deadline;
}

/**
 * R6, R17. The dates in a mail about a reservation that the catalog has to hear of: a closure has moved them, and now that
 * they are said they stay, also when it is taken back. A date that nothing would lower need not be told on.
 */
export async function datesThatBind(
  tx: Transaction,
  notice: Pick<Notice, 'reservationId' | 'data'>,
): Promise<DatesSaid> {
  const { reservationId } = notice;
  const said = reservationId === null ? {} : datesSaid(notice);
  if (reservationId === null || Object.keys(said).length === 0) return {};
  const moved = await tx.application.count({ where: { reservationId, movedBy: { isEmpty: false } } });
  return moved > 0 ? said : {};
}

function datesSaid({ data }: Pick<Notice, 'data'>): DatesSaid {
  const notice = ReservationNoticeSchema.parse(data);
  switch (notice.kind) {
    case 'readyAtMunicipal':
    case 'dueSoon':
    case 'extended':
      return { due: notice.due };
    case 'datesMoved': {
      const { due, holdUntil } = notice;
      return { ...(due ? { due } : {}), ...(holdUntil ? { holdUntil } : {}) };
    }
    case 'accepted':
    case 'yourTurn':
    case 'readyAtPrefectural':
    case 'readyTakenBack':
    case 'holdEndsSoon':
    case 'overdue':
    case 'expired':
    case 'cancelledByPatron':
    case 'cancelledByLibrary':
    case 'handedIn':
    case 'returned':
    case 'loanLimitReached':
    case 'delayed':
    case 'pickupLibraryPaused':
      return {};
  }
}
