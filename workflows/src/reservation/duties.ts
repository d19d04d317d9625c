import { type MilestoneStep, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  addDays,
  type Deadline,
  dayOf,
  dueReminderTime,
  holdReminderTime,
  type Instant,
  isAfter,
  isHome,
  isOver,
  type LedgerState,
  type LedgerStateCopy,
  type LendingStatus,
  overdueNoticeTimes,
  plusDuration,
  stageIs,
  startOfDay,
} from '@toshobin/lending-rules';
import type { Duty, Known, StaffTask } from './duty.ts';
import { day } from './words.ts';

/**
 * All duties of a reservation as it stands, in order: those that are due and those that wait for their time. Duties
 * that are done are among them; the run remembers which, and the owner does nothing twice.
 */
export function dutiesOf(known: Known, now: Instant): Duty[] {
  const { state } = known.standing;
  const duties = isOver(state) ? over(known) : [...accepted(known), ...dutiesAt(known, now)];
  if (known.numbers === undefined && needsNumbers(state)) {
    return [
      { key: 'numbers', summary: 'the numbers of the rules', what: { does: 'readNumbers' } },
      ...duties,
    ];
  }
  const wanted = duties.flatMap(({ what, tells, at }) => {
    if (what.does === 'askStaff') return what.kind;
    return tells !== undefined && (at === undefined || !isAfter(at, now)) ? tells : [];
  });
  const kinds = [...known.asked].filter((kind) => !wanted.includes(kind));
  if (kinds.length === 0) return duties;
  const key = `settle ${kinds.join(' ')}`;
  return [{ key, summary: 'staff need not look any more', what: { does: 'settle', kinds } }, ...duties];
}

function dutiesAt(known: Known, now: Instant): Duty[] {
  const { state } = known.standing;
  const { copy, redirectedFrom } = state;
  if (redirectedFrom !== null) {
    const summary = `to ${known.pickupLibraryName} instead of ${redirectedFrom}?`;
    return [{ key: `redirect ${versionOf(known)}`, summary, what: { does: 'redirect' } }];
  }
  if (state.stage === 'waiting') return unservable(known);
  if (state.stage === 'suspended') return [...unservable(known), ...suspended(known)];
  return copy === null ? [] : withCopy(known, copy, state.stage, now);
}

function withCopy(
  known: Known,
  copy: LedgerStateCopy,
  stage: Exclude<LendingStatus, 'waiting' | 'suspended'>,
  now: Instant,
): Duty[] {
  switch (stage) {
    case 'toFetch':
    case 'packed':
      return yourTurn(known, copy);
    case 'fetched':
      return [...yourTurn(known, copy), ...fetched(known, copy)];
    case 'inTransit':
      return inTransit(known, copy);
    case 'held':
      if (isAtPrefectural(known)) return heldAtPrefectural(known, copy);
      return copy.due === null ? inTransit(known, copy) : heldAtBranch(known, copy, copy.due);
    case 'onLoan':
      return copy.due === null ? [] : onLoan(known, copy, copy.due, now);
    case 'comingHome':
      return comingHome(known, copy);
    case 'handedIn':
    case 'lost':
    case 'over':
      // R10: the catalog watches what was handed in.
      return [];
  }
}

/** Whether the duties of that state need the numbers of the rules. */
export function needsNumbers(state: LedgerState): boolean {
  if (isOver(state)) return false;
  const { stage, copy, pickupLibrary } = state;
  if (stage === 'held') return pickupLibrary === PREFECTURAL_LIBRARY || copy?.due != null;
  return stageIs(stage, 'byTheNumbers');
}

const tell = (key: string, summary: string, step: MilestoneStep, when: Partial<Duty> = {}): Duty => ({
  key,
  summary,
  what: { does: 'tell', step },
  ...when,
});

/** 要確認: a duty to ask staff, once for that moment; what staff have settled since stays settled. */
const askStaff = (kind: StaffTask, at: Instant, summary: string): Duty => ({
  key: `task ${kind} ${at}`,
  at,
  asksFirst: true,
  summary: `task: ${summary}`,
  what: { does: 'askStaff', kind, since: at },
});

/** The first mail, once a reservation. A loan at the counter was never applied for. */
function accepted({ standing: { state }, position }: Known): Duty[] {
  if (state.channel === 'counter' || state.ended !== null) return [];
  const place = position === undefined ? {} : { position };
  const step: MilestoneStep =
    state.copy === null
      ? { milestone: 'queued', mail: 'accepted', ...place }
      : { milestone: 'allocated', mail: 'accepted' };
  return [tell('accepted', 'mail: accepted', step)];
}

/** Whoever waited for the copy hears that the turn has come. */
function yourTurn({ standing: { state } }: Known, { journey, waitedFor }: LedgerStateCopy): Duty[] {
  if (!waitedFor || state.channel === 'counter') return [];
  return [tell(`yourTurn ${journey}`, 'mail: your turn', { milestone: 'allocated', mail: 'yourTurn' })];
}

/** Those whom no copy can serve any more are told on the next day: what turned up or was added by then serves them. */
function unservable(known: Known): Duty[] {
  const { unservable: reason, unservableOn } = known.standing.state;
  if (reason === null) return [];
  // A history from before 30 November 2026 has no such day.
  const when = unservableOn ? { at: startOfDay(addDays(unservableOn, 1)) } : {};
  const summary = `cancelled by the library: ${reason}`;
  return [{ key: `cancel ${versionOf(known)}`, ...when, summary, what: { does: 'cancel', reason } }];
}

/** R20: a suspended reservation resumes at the start of its day. R15: or with a free slot, after others who wait. */
function suspended(known: Known): Duty[] {
  const { resumesOn } = known.standing.state;
  if (resumesOn === null) {
    return [{ key: 'slot to resume with', summary: 'slot: is one free?', what: { does: 'resumeWithSlot' } }];
  }
  const summary = `resumes on ${day(resumesOn)}`;
  const at = startOfDay(resumesOn);
  // A reservation suspended again until the same day resumes again.
  return [{ key: `resume ${versionOf(known)}`, at, asksFirst: true, summary, what: { does: 'resume' } }];
}

/**
 * R3: no copy enters the packing list without one of the patron's ten loan slots. R15: at the limit the copy is kept
 * for some days from the mail; what follows at their end is the answer to the next claim.
 */
function fetched({ slot, pickupLibraryName }: Known, { journey }: LedgerStateCopy): Duty[] {
  const claim: Duty = { key: `slot ${journey}`, summary: 'slot: claim one', what: { does: 'claimSlot' } };
  if (slot?.journey !== journey) return [claim];
  if (slot.claimed) {
    const summary = `packing list: for ${pickupLibraryName}`;
    return [{ key: `list ${journey}`, summary, what: { does: 'list' } }];
  }
  const { until } = slot;
  const keptUntil = dayOf(until);
  const step = { milestone: 'heldForLoanLimit', keptUntil } as const;
  return [
    tell(`kept ${journey} ${keptUntil}`, `mail: kept until ${day(keptUntil)}`, step),
    { ...claim, key: `slot ${journey} ${until}`, at: until, asksFirst: true },
  ];
}

/** R7: the loan opens at dispatch, delivery included. Only the parcel's process watches the transit. */
function inTransit(known: Known, { due, delayed, journey }: LedgerStateCopy): Duty[] {
  return [
    ...(due === null
      ? [
          {
            key: `loan ${versionOf(known)}`,
            summary: 'the loan opens',
            what: { does: 'openLoan' },
          } satisfies Duty,
        ]
      : []),
    ...(delayed ? [late(journey)] : []),
  ];
}

const late = (journey: number): Duty =>
  tell(`delayed ${journey}`, 'mail: delayed', { milestone: 'arrivalOverdue' });

/** R6: the hold begins when its mail is accepted; without one the desk reaches the patron, or decides. */
function heldAtPrefectural(known: Known, copy: LedgerStateCopy): Duty[] {
  const { numbers, ready } = known;
  const { holdUntil, allocation, journey, round, position } = copy;
  const told = tell(`ready ${PREFECTURAL_LIBRARY} ${journey} ${round}`, 'mail: ready at the counter', {
    milestone: 'readyAtPrefectural',
  });
  if (numbers === undefined) return [told];
  if (holdUntil !== null) {
    return [told, ...reminderOfHold(known, copy, holdUntil, position.pickedAt), expiry(known, holdUntil)];
  }
  if (ready?.allocation !== allocation || ready.round !== round) {
    // The answer to the mail's duty says since when it is ready. The patron service is asked where that is missing:
    // after a swap of copies, since the journey was told under another allocation, and in a history from before 30
    // November 2026, until none of them is open or recorded.
    const summary = 'since when is it ready?';
    const ask = { key: `since ${allocation} ${round}`, summary, tells: 'decideUnreached' } as const;
    return [told, { ...ask, what: { does: 'askSinceWhenReady' } }];
  }
  const decide = plusDuration(ready.since, numbers.holdContactWithin);
  return [told, askStaff('decideUnreached', decide, 'no mail reached the patron, the desk decides')];
}

/**
 * R9: "not picked up" is known only from a scan that is easily forgotten, so the branch is asked whether the copy is on
 * its shelf. It has some open days to answer; then the desk asks it, and nobody is accused meanwhile. A copy that is
 * not there was handed out without a scan: after a week's grace the desk confirms it.
 */
function heldAtBranch(known: Known, copy: LedgerStateCopy, end: Deadline): Duty[] {
  const { pickupLibrary } = known.standing.state;
  const { journey, round, allocation, position } = copy;
  const ready: Duty = {
    key: `ready ${pickupLibrary} ${journey} ${round}`,
    summary: `mail: ready at ${known.pickupLibraryName}`,
    what: { does: 'tellReadyAtBranch' },
  };
  const reminder = reminderOfHold(known, copy, end, position.arrivedAt);
  const asked = known.shelfCheck?.allocation === allocation ? known.shelfCheck : undefined;
  const after = ready.key;
  if (copy.shelfCheck === 'here') return [ready, { ...expiry(known, end), after }];
  if (copy.shelfCheck === 'gone') {
    const { graceUntil } = asked ?? {};
    if (graceUntil !== undefined) {
      return [ready, askStaff('confirmHandOut', graceUntil, 'handed out without a scan, and not back')];
    }
    const summary = 'until when nobody is asked';
    const ask = { key: `grace ${allocation}`, summary, tells: 'confirmHandOut' } as const;
    return [ready, { ...ask, what: { does: 'askGrace' } }];
  }
  // A question about a hold that has another end since is asked again at that end.
  if (asked?.answerBy !== undefined && asked.end === end.date) {
    const { answerBy: at, isSilent } = asked;
    if (isSilent) return [ready, askStaff('askBranch', at, 'the branch has not answered')];
    // Shipping has the branch's answer, which may be on its way here by the catalog.
    const ask = { key: `answer ${allocation} ${end.date}`, at, tells: 'askBranch' } as const;
    return [ready, { ...ask, summary: 'has the branch answered?', what: { does: 'askAnswer' } }];
  }
  const ask = { at: end.at, asksFirst: true, tells: 'askBranch', after } as const;
  const summary = 'ask the branch: is it on its shelf?';
  return [
    ready,
    ...reminder,
    { key: `branch ${allocation} ${end.date}`, ...ask, summary, what: { does: 'askBranch' } },
  ];
}

/** R19: one reminder before the end of a hold, unless the copy came after its time (a closure taken back moves it). */
function reminderOfHold(
  { numbers, standing: { state } }: Known,
  { journey }: LedgerStateCopy,
  end: Deadline,
  since: Instant | undefined,
): Duty[] {
  if (numbers === undefined) return [];
  const at = holdReminderTime(end, numbers);
  if (since !== undefined && !isAfter(at, since)) return [];
  const key = `holdEndsSoon ${state.pickupLibrary} ${journey} ${end.date}`;
  const step = { milestone: 'holdEndsSoon', until: end.date } as const;
  return [tell(key, `mail: the hold ends on ${day(end.date)}`, step, { at, until: end.at })];
}

const expiry = (known: Known, { at, date }: Deadline): Duty => ({
  key: `expire ${versionOf(known)}`,
  at,
  asksFirst: true,
  summary: `the hold ended on ${day(date)}`,
  what: { does: 'expire' },
});

/**
 * R8, R18: an extension, which there is once, is told; a reminder comes before the due date, notices after it, and
 * after the last notice the loan is long overdue. Of notices whose time passed unseen only the last is given; a loan
 * that began after the time of its reminder gets none.
 */
function onLoan(
  known: Known,
  { journey, extended, position }: LedgerStateCopy,
  due: Deadline,
  now: Instant,
): Duty[] {
  const { numbers } = known;
  const granted = { milestone: 'extended', due } as const;
  const told = extended
    ? [tell(`extended ${journey}`, `mail: extended, due on ${day(due.date)}`, granted)]
    : [];
  if (numbers === undefined) return told;
  const of = `${journey} ${due.date}`;
  const soon = dueReminderTime(due, numbers);
  const begun = position.handedOutAt;
  const isInTime = !isAfter(now, due.at) && (begun === undefined || isAfter(soon, begun));
  const step = { milestone: 'dueSoon', due, extensionPossible: !extended } as const;
  const reminder = tell(`dueSoon ${of}`, `mail: due on ${day(due.date)}`, step, { at: soon });
  const notices = overdueNoticeTimes(due, numbers).map((at, nth) => {
    const notice = nth + 1;
    return tell(
      `overdue ${of} ${notice}`,
      `mail: overdue, notice ${notice}`,
      { milestone: 'overdue', due, notice },
      { at, asksFirst: true },
    );
  });
  const ahead = notices.filter((_, nth) => {
    const next = notices[nth + 1];
    return next?.at === undefined || isAfter(next.at, now);
  });
  const last = notices.at(-1);
  if (last?.at === undefined) return isInTime ? [...told, reminder] : told;
  const end = { at: last.at, asksFirst: true, after: last.key, summary: 'long overdue' } as const;
  return [
    ...told,
    ...(isInTime ? [reminder] : []),
    ...ahead,
    { key: `longOverdue ${versionOf(known)}`, ...end, what: { does: 'endAsLongOverdue', due: due.date } },
  ];
}

/** A copy that has left the prefectural library comes home; one that was not lent is searched for in time. */
function comingHome(known: Known, { endedAt, position, journey }: LedgerStateCopy): Duty[] {
  const { numbers, standing } = known;
  const since = endedAt ?? position.sentBackAt;
  const isLate = standing.state.ended === null && position.arrivedAt === undefined;
  const search =
    numbers && since
      ? [askStaff('searchUnlent', plusDuration(since, numbers.homeWithin), 'not picked up, and not home')]
      : [];
  return [...howItEnded(known), ...(isLate ? [late(journey)] : []), ...search];
}

/** The end is told, and the process has nothing left to do; the desk telephones about a loan long overdue (R18). */
function over(known: Known): Duty[] {
  const { state } = known.standing;
  const outcome = state.ended ?? 'cancelled';
  const { due } = state.copy ?? {};
  const telephone =
    outcome === 'longOverdue' && due
      ? [askStaff('longOverdue', due.at, 'long overdue, the desk is to telephone')]
      : [];
  const step = { milestone: 'closed', outcome } as const;
  const closed = tell(`closed ${versionOf(known)}`, `closed: ${outcome}`, step, { last: true });
  return [...telephone, ...howItEnded(known), closed];
}

/**
 * The end is never silent: a copy that was sent back unasked, and that nobody could pick up, is the library's doing. A
 * copy that the desk has put back by itself after its hold is not told as expired.
 */
function howItEnded(known: Known): Duty[] {
  const { ended, cancelled: who, copy, channel } = known.standing.state;
  if (ended === 'expired' && copy?.holdUntil) {
    const isPutBack = isAtPrefectural(known) && isHome(copy);
    const until = copy.holdUntil.date;
    const step = { milestone: 'expired', until, comesHome: !isAtPrefectural(known) } as const;
    return isPutBack ? [] : [tell(`expired ${copy.journey}`, 'mail: expired', step)];
  }
  const isCancelled = ended === 'cancelled' || who !== null;
  if (!isCancelled || channel === 'counter') return [];
  const { by, reason } = who ?? { by: 'library', reason: 'library' };
  const step = { milestone: 'cancelled', by, ...(reason ? { reason } : {}) } as const;
  return [tell('cancelled', `mail: cancelled by the ${by}`, step)];
}

/** After a restore of the catalog the numbers of the same epoch come once more, of other states. */
function versionOf({ standing: { epoch, n } }: Known): string {
  return `${epoch} ${n}`;
}

function isAtPrefectural({ standing: { state } }: Known): boolean {
  return state.pickupLibrary === PREFECTURAL_LIBRARY;
}
