import { type NoticeKind, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type Deadline,
  dayOf,
  defaultPolicy,
  type Instant,
  isAfter,
  isNoticeTrue,
  type NoticeSays,
  type NoticeSubject,
  nextSendingTime,
  shownOf,
  stateAfter,
} from '@toshobin/lending-rules';
import type { Row } from './loan-slots.ts';

export interface Notice {
  reservationId: string;
  patron: string;
  kind: NoticeKind;
  occasion: string;
  /** Notices of one kind and patron with the same word go out as one mail (R19). */
  group: string;
  queuedAt: Instant;
  state: 'queued' | 'sent' | 'failed' | 'withdrawn';
  /** The dates that the notice says. */
  says?: { due?: Deadline; holdUntil?: Deadline };
  /** By what it is judged, and the journey of the copy that it speaks of. */
  judged: { data: NoticeSays; journey: number };
}

/** Whether what a notice says is so, by the row as it stands; nobody is left to hear one of a row that is erased. */
export function isStillTrue({ judged }: Pick<Notice, 'judged'>, row: Row | undefined, now: Instant): boolean {
  // No library is paused here: the service itself tells that.
  return (
    row !== undefined && isNoticeTrue(judged, subjectOf(row), { now, library: () => ({ pausedFrom: null }) })
  );
}

function subjectOf({ state, request, outcome, wait }: Row): NoticeSubject {
  const pickupLibrary = state?.pickupLibrary ?? request?.pickupLibrary ?? '';
  const atPrefectural = pickupLibrary === PREFECTURAL_LIBRARY;
  const { journey = 0, holdUntil, due = null, moved = [] } = state?.copy ?? {};
  // The catalog knows none, or not yet.
  const unknown = {
    state: outcome ? stateAfter[outcome] : 'requested',
    ended: outcome !== undefined,
  } as const;
  return {
    ...(state ? shownOf(state, { atPrefectural, isKept: wait !== undefined }) : unknown),
    journey,
    pickupLibrary,
    atPrefectural,
    holdUntil: holdUntil?.date ?? null,
    due,
    movedBy: moved.map(({ closureId }) => closureId),
  };
}

/** R19. The notices in one mail with that one: their group goes out when its first may, with those that have joined. */
export function inOneMail(notices: readonly Notice[], one: Notice): Notice[] {
  const ofGroup = notices.filter(
    ({ patron, kind, group, state }) =>
      patron === one.patron && kind === one.kind && group === one.group && state !== 'withdrawn',
  );
  let mail: Notice[] = [];
  for (const notice of ofGroup) {
    const [first = notice] = mail;
    const hasGone = isAfter(notice.queuedAt, goesOut(first));
    if (hasGone && mail.includes(one)) break;
    mail = hasGone ? [notice] : [...mail, notice];
  }
  return mail;
}

export function goesOut({ queuedAt }: Notice): Instant {
  return nextSendingTime(queuedAt, defaultPolicy);
}

/** R7. Whether a notice went out on a later day than it could have. */
export function wentOutLate(notice: Notice, at: Instant): boolean {
  return notice.kind === 'readyAtMunicipal' && isAfter(dayOf(at), dayOf(goesOut(notice)));
}

export function newestOf(
  notices: readonly Notice[],
  reservationId: string,
  kind: NoticeKind,
  occasion?: string,
): Notice | undefined {
  return notices.findLast(
    (one) =>
      one.reservationId === reservationId &&
      one.kind === kind &&
      (occasion === undefined || one.occasion === occasion),
  );
}
