import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import { dayOf } from '../calendar/instant.ts';
import { isUnreturned, type Outcome, type Unreturned } from '../outcomes/outcome.ts';
import { reached } from '../position/position.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';
import { type Ledger, type LedgerCopy, standingOf } from './ledger.ts';
import type { LedgerState, LedgerStateCopy, LendingStatus } from './ledger-state.ts';
import type { Settled } from './settled.ts';
import { stageIs } from './stages.ts';

/** R9. Whether its branch has the copy no more, and nobody scanned that it was handed out or sent back. */
export function seemsHandedOut({
  shelfCheck,
  position,
}: Pick<LedgerStateCopy, 'shelfCheck' | 'position'>): boolean {
  return shelfCheck === 'gone' && !position.onReturnLeg;
}

/**
 * Whether a reservation is settled: its copy is home, it was never lent, or the desk has said so. A loan that is lost
 * or long overdue is not: until then a hand-in can turn out to be none, and it has to be known who has the book. A
 * settled reservation stays so when its copy, given up while it was at home, leaves by mistake or is handed in: a night
 * may have forgotten whose it was.
 */
export function settledOf(
  { entry, copy }: Ledger,
  state: { stage: LendingStatus; ended: Outcome | null; copy: LedgerStateCopy | null },
): Settled | null {
  if (copy?.settlement) return { ...copy.settlement, byDesk: true };
  const neverLent = (on: CalendarDate | null): Settled | null =>
    on && { how: 'neverLent', byDesk: false, on };
  if (copy && state.copy && leftGivenUp(copy, state.copy)) return neverLent(entry.endedOn);
  if (!stageIs(state.stage, 'over')) return null;
  if (state.stage === 'lost')
    return copy?.lostAt && state.copy && !wasLent(state.copy) ? neverLent(dayOf(copy.lostAt)) : null;
  const on = (copy && homeOn(copy)) ?? entry.endedOn;
  return state.ended === 'returned' && on ? { how: 'returned', byDesk: false, on } : neverLent(on);
}

/** Whether the copy was still at `pref` when it was decided not to lend it, is not home, and was given to nobody. */
function leftGivenUp({ endedAt }: LedgerCopy, copy: LedgerStateCopy): boolean {
  const { shippedAt, arrivedAt, sentBackAt, handedInAt, handedOutAt, homeAt } = copy.position;
  const [left] = [shippedAt, arrivedAt, sentBackAt, handedInAt].flatMap((at) => at ?? []).toSorted();
  if (endedAt === null || left === undefined || isAfter(endedAt, left) || homeAt !== undefined) return false;
  return handedOutAt === undefined && !seemsHandedOut(copy);
}

/** Whether somebody had the copy, for all we know. */
export function wasLent(copy: Pick<LedgerStateCopy, 'shelfCheck' | 'position'>): boolean {
  return reached(copy.position, 'handedOut') || seemsHandedOut(copy);
}

/** The day on which the copy's return was entered: until it is over the return can be taken back. */
function homeOn(copy: LedgerCopy): CalendarDate | undefined {
  const home = standingOf(copy).find(({ kind }) => kind === 'home');
  return home && dayOf(home.recordedAt);
}

/** R18. The desk settles, once, what is lost, or long overdue and with its borrower still. */
export function decideSettlement({ stage, ended, settled }: LedgerState): Decision<Unreturned> {
  if (settled !== null) return refuse('ALREADY_SETTLED');
  if (!stageIs(stage, 'maySettle')) return refuse('NOT_TO_SETTLE');
  return isUnreturned(ended) ? allow(ended) : refuse('NOT_TO_SETTLE');
}

/**
 * R18. The desk takes a settlement back on its own day, because the row that joins the reservation to its patron is
 * erased in the night, and not once the copy is home. Refuses STATE_CHANGED.
 */
export function decideSettlementTakenBack(
  { settled, copy }: LedgerState,
  today: CalendarDate,
): Decision<undefined> {
  const isHome = copy?.position.homeAt !== undefined;
  return settled?.byDesk && settled.on === today && !isHome ? allow(undefined) : refuse('STATE_CHANGED');
}
