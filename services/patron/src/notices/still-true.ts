import type { Library } from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  broughtBack,
  type CalendarDate,
  type Deadline,
  deadlineOn,
  type Instant,
  isAfter,
  nothingToPickUp,
  notYetPacked,
  overUnreturned,
  phaseOf,
  withDates,
} from '@toshobin/lending-rules';
import type { Application } from '../database.ts';
import { dateOrNull, deadlineOrNull } from '../dates.ts';
import type { ReservationNotice } from './notice-data.ts';

/**
 * Is what a notice says so, by the row as it stands? Asked when the notice is queued, sent and sent again; one that is
 * not so is overtaken, and never sent. What a notice says of a copy it says of no other one.
 */
export function isStillTrue(
  { data, journey }: { data: ReservationNotice; journey: number },
  row: Application,
  { now, library }: { now: Instant; library: (code: string) => Library },
): boolean {
  const phase = phaseOf[row.state];
  const ofThisCopy = row.journey === journey;
  switch (data.kind) {
    case 'yourTurn':
      return ofThisCopy && phase === 'beingPrepared';
    case 'loanLimitReached':
      return ofThisCopy && row.state === 'heldForLoanLimit';
    case 'delayed':
      return ofThisCopy && phase === 'onItsWay';
    case 'readyAtPrefectural':
      return ofThisCopy && row.state === 'ready' && row.pickupLibrary === PREFECTURAL_LIBRARY;
    case 'readyAtMunicipal':
      return ofThisCopy && row.state === 'ready' && row.pickupLibrary === data.pickupLibrary;
    case 'holdEndsSoon':
      return (
        ofThisCopy &&
        row.state === 'ready' &&
        !endsLater(row, data.until) &&
        !isAfter(now, deadlineOn(data.until).at)
      );
    case 'readyTakenBack':
      return nothingToPickUp.has(row.state);
    case 'dueSoon':
      return ofThisCopy && phase === 'withPatron' && isDue(row, data.due) && !isAfter(now, data.due.at);
    case 'overdue':
    case 'extended':
      return ofThisCopy && phase === 'withPatron' && isDue(row, data.due);
    case 'datesMoved':
      return (
        ofThisCopy &&
        row.movedBy.includes(data.closureId) &&
        withDates.has(row.state) &&
        (data.holdUntil
          ? row.state === 'ready' && !endsLater(row, data.holdUntil.date)
          : data.due !== undefined && isDue(row, data.due))
      );
    case 'handedIn':
      return ofThisCopy && broughtBack.has(row.state);
    case 'returned':
      return ofThisCopy && phase === 'returned';
    case 'expired':
    case 'cancelledByPatron':
    case 'cancelledByLibrary':
      return overUnreturned.has(row.state);
    case 'pickupLibraryPaused':
      return (
        row.pickupLibrary === data.pickupLibrary &&
        notYetPacked.has(row.state) &&
        library(data.pickupLibrary).pausedFrom === data.pausedFrom
      );
    case 'accepted':
      return row.endedAt === null;
  }
}

/** Whether the hold was moved beyond the day that the mail would say. */
function endsLater({ holdUntil }: Application, said: CalendarDate): boolean {
  const present = dateOrNull(holdUntil);
  return present !== null && isAfter(present, said);
}

/** Whether the date that the mail would say has not been moved since. */
function isDue({ dueDate, dueAt }: Application, said: Deadline): boolean {
  const present = deadlineOrNull(dueDate, dueAt);
  return present !== null && !isAfter(present.at, said.at);
}
