import type { NoticeKind } from '@toshobin/contracts';
import {
  type Deadline,
  dayOf,
  defaultPolicy,
  type Instant,
  isAfter,
  nextSendingTime,
} from '@toshobin/lending-rules';

export interface Notice {
  reservationId: string;
  patron: string;
  kind: NoticeKind;
  occasion: string;
  /** Those of one kind and patron with the same word go out as one mail (R19). */
  group: string;
  queuedAt: Instant;
  state: 'queued' | 'sent' | 'failed' | 'withdrawn';
  /** The dates in it. */
  says?: { due?: Deadline; holdUntil?: Deadline };
}

/** R19. Those that go out as one mail with that one: its group goes out when its first may, with all that have joined it by then. */
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

/** R7. On a later day than it could have gone out. */
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
