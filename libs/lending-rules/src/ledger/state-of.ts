import { isAfter } from '../calendar/compare.ts';
import type { Deadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { type Fact, legalTime } from '../position/fact.ts';
import { outcomeOf } from '../position/outcome-of.ts';
import { type Position, reached, sentBackOf } from '../position/position.ts';
import { positionOf } from '../position/position-of.ts';
import { endingIs } from './allocation-ending.ts';
import { isQueued } from './is-queued.ts';
import { type Ledger, type LedgerCopy, standingOf } from './ledger.ts';
import type { LedgerState, LedgerStateCopy, LendingStatus, ParcelTold } from './ledger-state.ts';
import { settledOf } from './settled-of.ts';

/**
 * How a reservation stands by the catalog's rows: the one fold of its facts and decisions. Facts are a set, so their
 * order, repetition and omission change nothing; what stays ambiguous takes the reading that costs the patron nothing.
 */
export function stateOf(ledger: Ledger): LedgerState {
  const { entry, copy } = ledger;
  const { state, pickupLibrary, channel, unservable, unservableOn, cancelled, refusal } = entry;
  // A patron who cancels while suspended does not come back on that day.
  const resumesOn = state === 'suspended' ? entry.resumesOn : null;
  const noCopy = { unservable, unservableOn };
  const common = { pickupLibrary, redirectedFrom: null, channel, resumesOn, ...noCopy, refusal };
  if (state === 'refused') {
    const over = { stage: 'over', ended: 'rejected', copy: null } as const;
    return { ...common, ...over, cancelled: null, settled: settledOf({ entry }, over) };
  }
  if (copy === undefined || endingIs(copy.ending, 'withdrawal')) {
    if (isQueued(state))
      return { ...common, stage: state, ended: null, cancelled: null, settled: null, copy: null };
    const over = { stage: 'over', ended: 'cancelled', copy: null } as const;
    return { ...common, ...over, cancelled, settled: settledOf({ entry }, over) };
  }
  const facts = copy.facts.map(({ fact }) => fact);
  const position = positionOf(facts, copy.allocation);
  const round = roundOf(facts, entry.atPrefectural ? 'picked' : 'arrived');
  const holdUntil = holdOf(entry, copy, round);
  const where = stageAndEnd({ entry, copy }, position, holdUntil);
  const stateOfCopy: LedgerStateCopy = {
    allocation: copy.allocation,
    journey: copy.journey,
    round,
    waitedFor: copy.waitedFor,
    keptAlone: copy.keptAlone,
    // When it was decided that it will not be lent.
    endedAt: where.ended === 'cancelled' || where.ended === 'expired' ? copy.endedAt : null,
    position,
    parcel: parcelOf(copy),
    delayed: copy.delayed,
    due: copy.loan?.due ?? null,
    extended: copy.loan?.extended ?? false,
    holdUntil,
    shelfCheck: copy.shelfCheck,
    returnLibrary: standingOf(copy).findLast(({ kind }) => kind === 'handedIn')?.place ?? null,
    moved: copy.moved,
  };
  const settled = settledOf(ledger, { ...where, copy: stateOfCopy });
  // A cancelled reservation whose copy is lost since was cancelled all the same.
  const isCancelled = where.ended === 'cancelled' || (where.ended === 'lost' && copy.ending === 'cancelled');
  const who = isCancelled ? cancelled : null;
  const redirectedFrom = where.ended === null ? entry.redirectedFrom : null;
  return { ...common, ...where, redirectedFrom, cancelled: who, settled, copy: stateOfCopy };
}

interface WhereAndHow {
  stage: LendingStatus;
  ended: Outcome | null;
}

function stageAndEnd(
  { entry, copy }: Required<Ledger>,
  position: Position,
  holdUntil: Deadline | null,
): WhereAndHow {
  if (position.homeAt !== undefined) {
    return { stage: 'over', ended: howItEnded(copy, position, { ...entry, holdUntil }) };
  }
  const { lostAt, settlement } = copy;
  const isLost = lostAt !== null && !seenSince(copy, lostAt);
  const ended = isLost ? 'lost' : decidedEnd(copy);
  // A loan that the desk has settled is over, wherever its copy is, and whatever is scanned of it before it is home.
  if (settlement !== null) {
    return { stage: 'over', ended: settlement.how === 'returned' ? 'returned' : ended };
  }
  if (isLost) return { stage: 'lost', ended };
  if (reached(position, 'handedIn')) return { stage: 'handedIn', ended };
  if (reached(position, 'handedOut')) return { stage: position.onReturnLeg ? 'handedIn' : 'onLoan', ended };
  if (ended !== null) return { stage: reached(position, 'shipped') ? 'comingHome' : 'over', ended };
  if (position.onReturnLeg) return { stage: 'comingHome', ended };
  return { stage: stageOnTheWay(position, entry.atPrefectural), ended };
}

/** The decided end of a reservation whose copy is not home. */
function decidedEnd({ ending }: LedgerCopy): Outcome | null {
  if (ending === 'cancelled' || ending === 'expired' || ending === 'lost') return ending;
  return ending === 'closed' ? 'longOverdue' : null;
}

/** A copy on the hold shelf of the prefectural library is there, whatever parcel it was taken out of before. */
function stageOnTheWay({ furthest }: Position, atPrefectural: boolean): LendingStatus {
  if (furthest === 'allocated') return 'toFetch';
  if (atPrefectural) return 'held';
  if (furthest === 'picked') return 'fetched';
  if (furthest === 'packed') return 'packed';
  return furthest === 'shipped' ? 'inTransit' : 'held';
}

/**
 * How a reservation ended whose copy is home. A copy sent back unasked is the library's doing while its hold had not
 * ended, and not picked up afterwards; one that its branch had no more was handed out, though nobody scanned it (R9).
 */
function howItEnded(
  { ending, shelfCheck }: LedgerCopy,
  position: Position,
  entry: { atPrefectural: boolean; holdUntil: Deadline | null },
): Outcome {
  if (reached(position, 'handedOut')) return 'returned';
  const cancelled = ending === 'cancelled';
  const expired = ending === 'expired';
  const isGone = shelfCheck === 'gone';
  const holdEnds = entry.holdUntil?.at;
  const sentBackAt = sentBackOf(position);
  if (sentBackAt !== undefined && !cancelled && !expired && !isGone && !entry.atPrefectural) {
    return holdEnds !== undefined && isAfter(sentBackAt, holdEnds) ? 'expired' : 'cancelled';
  }
  return outcomeOf(position, { cancelled, expired, holdEnds: isGone ? undefined : holdEnds });
}

function seenSince(copy: LedgerCopy, lostAt: Instant): boolean {
  return standingOf(copy).some((fact) => isAfter(legalTime(fact), lostAt));
}

function holdOf(
  { atPrefectural }: Ledger['entry'],
  { hold, loan }: LedgerCopy,
  round: number,
): Deadline | null {
  if (!atPrefectural) return loan?.due ?? null;
  return hold?.round === round ? hold.until : null;
}

/** What was told of its way out; what a later step tells stands before what an earlier one did. */
function parcelOf(copy: LedgerCopy): ParcelTold | null {
  const stand = new Set(standingOf(copy));
  const told = (['packed', 'shipped', 'arrived'] as const).flatMap((kind) => {
    const last = copy.facts.findLast(
      ({ fact }) => fact.kind === kind && fact.leg === 'outward' && stand.has(fact),
    );
    return last?.parcel ?? [];
  });
  const [packed, ...later] = told;
  if (packed === undefined) return null;
  const [second, third] = later;
  return { ...packed, ...second, ...third };
}

/** How often no scan of that kind stood any more: scanned twice, a copy is there until both are taken back. */
export function roundOf(facts: readonly Fact[], kind: 'picked' | 'arrived'): number {
  const ofKind = facts.filter((fact) => fact.kind === kind && fact.leg === 'outward');
  const inOrder = ofKind.toSorted(
    (a, b) =>
      a.recordedAt.localeCompare(b.recordedAt) ||
      Number(a.voids !== undefined) - Number(b.voids !== undefined),
  );
  const there = new Set<string>();
  let round = 0;
  for (const { factId, voids } of inOrder) {
    if (voids === undefined) there.add(factId);
    else if (there.delete(voids) && there.size === 0) round += 1;
  }
  return round;
}
