import { type Deadline, isAfter } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import { dateOrNull, deadlineOrNull } from '../dates.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { readReservationNotice } from '../notices/notice-data.ts';

interface DatesSaid {
  due?: Deadline;
  holdUntil?: Deadline;
}

/**
 * R6, R17. The dates in a mail about a reservation that the catalog has to hear of: a closure has moved them, and once
 * said they stay, also when the closure was taken back while the mail was with SES. A date that nothing would lower
 * need not be told. The patron's row must be locked.
 */
export async function datesThatBind(
  tx: Transaction,
  notice: Pick<Notice, 'reservationId' | 'data'>,
): Promise<DatesSaid> {
  const { reservationId } = notice;
  const said = reservationId === null ? {} : datesSaid(notice);
  if (reservationId === null || Object.keys(said).length === 0) return {};
  const row = await tx.application.findUnique({ where: { reservationId } });
  return row !== null && (row.movedBy.length > 0 || isEarlier(row, said)) ? said : {};
}

/** Whether a date in force lies before the one that was said: what had moved it is taken back by now. */
function isEarlier({ dueDate, dueAt, holdUntil }: Application, said: DatesSaid): boolean {
  const due = deadlineOrNull(dueDate, dueAt);
  const hold = dateOrNull(holdUntil);
  return (
    (due !== null && said.due !== undefined && isAfter(said.due.at, due.at)) ||
    (hold !== null && said.holdUntil !== undefined && isAfter(said.holdUntil.date, hold))
  );
}

function datesSaid({ data }: Pick<Notice, 'data'>): DatesSaid {
  const notice = readReservationNotice(data);
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
