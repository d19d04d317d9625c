import { isAfter } from '../calendar/compare.ts';
import { type Deadline, deadlineOn, laterDeadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import type { DaySpan, OpeningCalendar } from '../calendar/opening-calendar.ts';
import { isWithin, nextOpenDay } from '../calendar/opening-calendar.ts';
import type { LedgerState } from '../ledger/ledger-state.ts';
import { stageIs } from '../ledger/stages.ts';

/** Which date a closure moves: a loan's, or the end of a hold at the prefectural library. */
export type DateKind = 'due' | 'hold';

/** A date that a closure has moved, with the date before, so that it can be moved back. */
export interface MovedDate {
  closureId: string;
  before: Deadline;
  after: Deadline;
  movedAt: Instant;
  movedBackAt: Instant | null;
}

/** The date in force that a mail about a moved date names: the end of a hold at `pref`, or the due date. */
export function datesInForce(
  { stage, copy }: LedgerState,
  atPrefectural: boolean,
): { holdUntil?: Deadline; due?: Deadline } {
  const { holdUntil, due } = copy ?? {};
  if (stage === 'held' && atPrefectural) return holdUntil ? { holdUntil } : {};
  return due ? { due } : {};
}

/**
 * R17. The date of a copy that a closure of its pickup library may move; undefined: none. A date that has passed stays,
 * and so do those of a copy that is not lent yet, was handed in or comes home.
 */
export function dateThatMoves(
  { stage, copy }: LedgerState,
  atPrefectural: boolean,
  now: Instant,
): { kind: DateKind; until: Deadline } | undefined {
  if (copy === null || !stageIs(stage, 'dated')) return undefined;
  const kind = stage === 'held' && atPrefectural ? 'hold' : 'due';
  const until = kind === 'hold' ? copy.holdUntil : copy.due;
  return until === null || isAfter(now, until.at) ? undefined : { kind, until };
}

/**
 * R17. The next open day after a date that lies in the closure, later only; undefined when it does not lie in it. The
 * calendar may not have heard of the closure yet.
 */
export function movedByClosure(
  until: Deadline,
  closure: DaySpan,
  calendar: OpeningCalendar,
): Deadline | undefined {
  if (!isWithin(closure, until.date)) return undefined;
  const closed = { ...calendar, closures: [...calendar.closures, closure] };
  return deadlineOn(nextOpenDay(closed, until.date));
}

/**
 * R17. The date in force once a closure is taken back. Moves that followed one another are counted together, in
 * whatever order they are taken back: the latest date of those that stay, and when none stays the date before the first
 * of them. A date that something else has set since (an extension, a late mail) stays, and one that was told is never
 * lowered (R6).
 *
 * @param moves every move of that date, the one taken back among them
 * @param told the latest date that a mail named
 */
export function dateWithoutMove(
  until: Deadline,
  moves: readonly MovedDate[],
  closureId: string,
  told: Deadline | null,
): Deadline {
  const run = runUpTo(until, moves);
  const taken = run.find((move) => move.closureId === closureId);
  if (taken === undefined) return until;
  const stays = run.find((move) => move.movedBackAt === null && move !== taken);
  const date = stays ? stays.after : (run.at(-1) ?? taken).before;
  return told === null ? date : laterDeadline(date, told);
}

/**
 * The moves that made the date in force, the latest first: each began where the one before had ended, and had not been
 * taken back by then. Empty when something else set it, which is never earlier: a run begins with what it set.
 */
function runUpTo(until: Deadline, moves: readonly MovedDate[]): MovedDate[] {
  const run: MovedDate[] = [];
  let end = until.at;
  for (const move of moves.toSorted((a, b) => Date.parse(b.after.at) - Date.parse(a.after.at))) {
    const next = run.at(-1);
    const { movedBackAt } = move;
    const stood = movedBackAt === null || (next !== undefined && !isAfter(next.movedAt, movedBackAt));
    if (move.after.at !== end || !stood) continue;
    run.push(move);
    end = move.before.at;
  }
  return run;
}
