import { type Deadline, deadlineOn, laterDeadline } from '@toshobin/lending-rules';
import type { Application, Database, Transaction } from '../database.ts';
import { dateOrNull, deadlineOrNull } from '../dates.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { UNSENT } from './notice-status.ts';

/** The date that the patron was told before, where a mail is sent again: it binds us (R6). */
export interface Promised {
  until: Deadline;
  /** Whether the date is in force already: the mail begins nothing. */
  stands: boolean;
}

/** What the mail promised that this one repeats, as closures have moved it since. */
export async function promisedBefore(
  db: Database | Transaction,
  notice: Notice,
  application: Application,
): Promise<Promised | undefined> {
  if (notice.againOf === null) return undefined;
  if (notice.kind === 'readyAtMunicipal') {
    const due = deadlineOrNull(application.dueDate, application.dueAt);
    return due === null ? undefined : { until: due, stands: true };
  }
  if (notice.kind !== 'readyAtPrefectural') return undefined;
  const first = await db.notice.findUnique({ where: { id: notice.againOf } });
  const until = first && deadlineOrNull(first.holdDate, first.holdAt);
  if (!first || !until) return undefined;
  const moved = dateOrNull(application.holdUntil);
  const stands = !UNSENT.includes(first.status);
  return { until: moved ? laterDeadline(until, deadlineOn(moved)) : until, stands };
}

/** The end of a hold that a mail says: the promised one where that stands, and never an earlier one. */
export function notBeforePromised(fresh: Deadline, promised: Promised | undefined): Deadline {
  if (promised === undefined) return fresh;
  return promised.stands ? promised.until : laterDeadline(promised.until, fresh);
}
