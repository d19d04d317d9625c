import { type Deadline, isAfter } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dateColumn, dateOrNull, deadlineOrNull } from '../dates.ts';
import type { Application } from '../generated/prisma/client.ts';

/**
 * R17. A closure moved the dates of a row, or was taken back before anybody was told (`asBefore`). Otherwise a date
 * never moves back: the one in a mail binds us (R6). Of another allocation than the row's nothing is written.
 */
export async function writeMovedDates(
  tx: Transaction,
  application: Application,
  moved: { allocation: number; due?: Deadline; holdUntil?: Deadline },
  rule: 'onlyLater' | 'asBefore',
): Promise<void> {
  const { reservationId } = application;
  if (moved.allocation !== application.allocation) return;
  const { due, holdUntil } = moved;
  const present = deadlineOrNull(application.dueDate, application.dueAt);
  const held = dateOrNull(application.holdUntil);
  const writes = (isLater: boolean) => rule === 'asBefore' || isLater;
  const writesDue = due !== undefined && writes(present === null || isAfter(due.at, present.at));
  const writesHold = holdUntil !== undefined && writes(held === null || isAfter(holdUntil.date, held));
  // At a municipal library the hold ends with the due date.
  const holdIsDue = held !== null && present !== null && held === present.date;
  await tx.application.update({
    where: { reservationId },
    data: {
      ...(writesDue ? { dueDate: dateColumn(due.date), dueAt: due.at } : {}),
      ...(writesDue && holdIsDue ? { holdUntil: dateColumn(due.date) } : {}),
      ...(writesHold ? { holdUntil: dateColumn(holdUntil.date) } : {}),
    },
  });
  if (!writesHold) return;
  await tx.notice.updateMany({
    where: {
      reservationId,
      kind: 'readyAtPrefectural',
      occasion: String(moved.allocation),
      status: { in: ['sent', 'told'] },
    },
    data: { holdDate: dateColumn(holdUntil.date), holdAt: holdUntil.at },
  });
}
