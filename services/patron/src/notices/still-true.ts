import { type Library, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Instant, isNoticeTrue } from '@toshobin/lending-rules';
import type { Application } from '../database.ts';
import { dateOrNull, deadlineOrNull } from '../dates.ts';
import type { ReservationNotice } from './notice-data.ts';

/** Is what a notice says so, by the row as it stands? Asked when the notice is queued, sent and sent again. */
export function isStillTrue(
  notice: { data: ReservationNotice; journey: number },
  { state, journey, pickupLibrary, movedBy, ...row }: Application,
  known: { now: Instant; library: (code: string) => Library },
): boolean {
  const atPrefectural = pickupLibrary === PREFECTURAL_LIBRARY;
  const holdUntil = dateOrNull(row.holdUntil);
  const due = deadlineOrNull(row.dueDate, row.dueAt);
  const ended = row.endedAt !== null;
  const stands = { state, ended, journey, pickupLibrary, atPrefectural, holdUntil, due, movedBy };
  return isNoticeTrue(notice, stands, known);
}
