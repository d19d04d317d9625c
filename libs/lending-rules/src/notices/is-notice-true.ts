import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { type Deadline, deadlineOn } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import {
  broughtBack,
  nothingToPickUp,
  notYetPacked,
  overUnreturned,
  phaseOf,
  type ReservationState,
  withDates,
} from '../states/reservation-state.ts';

/** What a notice says that may be so no more. */
export type NoticeSays =
  | {
      kind:
        | 'accepted'
        | 'yourTurn'
        | 'loanLimitReached'
        | 'delayed'
        | 'readyAtPrefectural'
        | 'readyTakenBack';
    }
  | { kind: 'handedIn' | 'returned' | 'expired' | 'cancelledByPatron' | 'cancelledByLibrary' }
  | { kind: 'readyAtMunicipal'; pickupLibrary: string }
  | { kind: 'holdEndsSoon'; until: CalendarDate }
  | { kind: 'dueSoon' | 'overdue' | 'extended'; due: Deadline }
  | { kind: 'datesMoved'; closureId: string; due?: Deadline | undefined; holdUntil?: Deadline | undefined }
  | { kind: 'pickupLibraryPaused'; pickupLibrary: string; pausedFrom: CalendarDate };

/** The reservation that a notice is about, as it stands; its journey is 0 where it has no copy. */
export interface NoticeSubject {
  state: ReservationState;
  ended: boolean;
  journey: number;
  pickupLibrary: string;
  atPrefectural: boolean;
  holdUntil: CalendarDate | null;
  due: Deadline | null;
  /** R17: the closures that have moved a date of this copy. */
  movedBy: readonly string[];
}

/**
 * Is what a notice says so? One that is not is overtaken, and never sent. What a notice says of the copy of its journey
 * it says of no other one.
 */
export function isNoticeTrue(
  { data, journey }: { data: NoticeSays; journey: number },
  { state, pickupLibrary, ...subject }: NoticeSubject,
  { now, library }: { now: Instant; library: (code: string) => { pausedFrom: CalendarDate | null } },
): boolean {
  const phase = phaseOf[state];
  const ofThisCopy = subject.journey === journey;
  const isReady = ofThisCopy && state === 'ready';
  const isLent = ofThisCopy && phase === 'withPatron';
  // Neither was moved beyond the date that the mail would say.
  const isHeldUntil = (said: CalendarDate) => !subject.holdUntil || !isAfter(subject.holdUntil, said);
  const isDue = (said: Deadline) => subject.due !== null && !isAfter(subject.due.at, said.at);
  switch (data.kind) {
    case 'yourTurn':
      return ofThisCopy && phase === 'beingPrepared';
    case 'loanLimitReached':
      return ofThisCopy && state === 'heldForLoanLimit';
    case 'delayed':
      return ofThisCopy && phase === 'onItsWay';
    case 'readyAtPrefectural':
      return isReady && subject.atPrefectural;
    case 'readyAtMunicipal':
      return isReady && pickupLibrary === data.pickupLibrary;
    case 'holdEndsSoon':
      return isReady && isHeldUntil(data.until) && !isAfter(now, deadlineOn(data.until).at);
    case 'readyTakenBack':
      return nothingToPickUp.has(state);
    case 'dueSoon':
      return isLent && isDue(data.due) && !isAfter(now, data.due.at);
    case 'overdue':
    case 'extended':
      return isLent && isDue(data.due);
    case 'datesMoved': {
      const isMoved = ofThisCopy && subject.movedBy.includes(data.closureId) && withDates.has(state);
      if (data.holdUntil) return isMoved && isReady && isHeldUntil(data.holdUntil.date);
      return isMoved && data.due !== undefined && isDue(data.due);
    }
    case 'handedIn':
      return ofThisCopy && broughtBack.has(state);
    case 'returned':
      return ofThisCopy && phase === 'returned';
    case 'expired':
    case 'cancelledByPatron':
    case 'cancelledByLibrary':
      return overUnreturned.has(state);
    case 'pickupLibraryPaused': {
      const isAsked = pickupLibrary === data.pickupLibrary && notYetPacked.has(state);
      return isAsked && library(pickupLibrary).pausedFrom === data.pausedFrom;
    }
    case 'accepted':
      return !subject.ended;
  }
}
