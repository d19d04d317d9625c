import type { Library } from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type CalendarDate, type Deadline, isAfter, statesIn } from '@toshobin/lending-rules';
import { dateOrNull, deadlineOrNull } from '../dates.ts';
import type { Application, Notice } from '../generated/prisma/client.ts';
import { comparePlaces, RANK } from '../my-library/row-order.ts';
import type { ReservationNotice } from './notice-data.ts';

/** Where a reservation stands whose copy is not packed yet. */
export const NOT_YET_PACKED = statesIn('appliedFor', 'inQueue', 'beingPrepared');

/** Where a reservation stands that goes on and has nothing to be picked up. */
export const NOTHING_TO_PICK_UP = statesIn('appliedFor', 'inQueue', 'beingPrepared', 'packed', 'onItsWay');

/** Where a loan stands that may be reminded of: a hand-out that was taken back is none. */
const WITH_THEM = statesIn('withPatron');

/** Is what a notice says still so at the moment of sending? What is not is overtaken, and never sent. */
export function isStillTrue(
  notice: Notice,
  application: Application,
  data: ReservationNotice,
  library: (code: string) => Library,
): boolean {
  return !isOvertaken(notice, application) && fitsTheRow(application, data, library);
}

/** Closing takes nothing back; a closed row has its last mails still before it. */
function isOvertaken(notice: Notice, application: Application): boolean {
  if (notice.validAllocation === null || notice.validRank === null) return false;
  const validTo = { allocation: notice.validAllocation, rank: notice.validRank };
  if (comparePlaces(application, validTo) <= 0) return false;
  return !(
    notice.validRank === RANK.ended &&
    application.rank === RANK.closed &&
    application.outcome !== 'returned'
  );
}

function fitsTheRow(
  application: Application,
  data: ReservationNotice,
  library: (code: string) => Library,
): boolean {
  switch (data.kind) {
    case 'readyAtPrefectural':
      return application.state === 'ready' && application.pickupLibrary === PREFECTURAL_LIBRARY;
    case 'readyAtMunicipal':
      return application.state === 'ready' && application.pickupLibrary === data.pickupLibrary;
    case 'holdEndsSoon':
      return application.state === 'ready' && !endsLater(application, data.until);
    case 'readyTakenBack':
      return NOTHING_TO_PICK_UP.has(application.state);
    case 'loanLimitReached':
      return application.state === 'heldForLoanLimit';
    case 'dueSoon':
    case 'overdue':
    case 'extended':
      return WITH_THEM.has(application.state) && isDue(application, data.due);
    case 'pickupLibraryPaused':
      return (
        application.pickupLibrary === data.pickupLibrary &&
        NOT_YET_PACKED.has(application.state) &&
        library(data.pickupLibrary).pausedFrom === data.pausedFrom
      );
    // What has happened and what was decided stays true.
    case 'accepted':
    case 'yourTurn':
    case 'expired':
    case 'cancelledByPatron':
    case 'cancelledByLibrary':
    case 'handedIn':
    case 'returned':
    case 'delayed':
    case 'datesMoved':
      return true;
  }
}

/** The hold was moved beyond the day that the mail would say. */
function endsLater({ holdUntil }: Application, said: CalendarDate): boolean {
  const present = dateOrNull(holdUntil);
  return present !== null && isAfter(present, said);
}

/** The date that the mail would say has not been moved since. */
function isDue({ dueDate, dueAt }: Application, said: Deadline): boolean {
  const present = deadlineOrNull(dueDate, dueAt);
  return present !== null && !isAfter(present.at, said.at);
}
