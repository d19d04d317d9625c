import type { LedgerState, LedgerStateCopy, LendingStatus } from '../index.ts';
import type { Ledger, LedgerCopy } from '../ledger/index.ts';

/** The entry of one to which a copy was given, picked up at 宇土, where `more` does not say otherwise. */
export function entryInTest(more: Partial<Ledger['entry']> = {}): Ledger['entry'] {
  return {
    state: 'allocated',
    refusal: null,
    pickupLibrary: 'uto',
    redirectedFrom: null,
    atPrefectural: false,
    channel: 'web',
    resumesOn: null,
    unservable: null,
    unservableOn: null,
    endedOn: null,
    cancelled: null,
    ...more,
  };
}

/** A copy that was chosen, and of which nothing else is known, where `more` does not say otherwise. */
export function copyInTest(more: Partial<LedgerCopy> = {}): LedgerCopy {
  return {
    allocation: 1,
    journey: 1,
    ending: null,
    facts: [],
    loan: null,
    hold: null,
    moved: [],
    shelfCheck: null,
    delayed: false,
    lostAt: null,
    settlement: null,
    waitedFor: false,
    keptAlone: false,
    endedAt: null,
    ...more,
  };
}

/** How a reservation stands at a stage, with such a copy (null: with none), where `more` does not say otherwise. */
export function stateInTest(
  stage: LendingStatus,
  copy: Partial<LedgerStateCopy> | null,
  more: Partial<Omit<LedgerState, 'copy'>> = {},
): LedgerState {
  return {
    stage,
    pickupLibrary: 'uto',
    redirectedFrom: null,
    channel: 'web',
    resumesOn: null,
    unservable: null,
    unservableOn: null,
    refusal: null,
    ended: null,
    settled: null,
    cancelled: null,
    ...more,
    copy: copy && {
      allocation: 1,
      journey: 1,
      round: 0,
      waitedFor: false,
      keptAlone: false,
      endedAt: null,
      position: { furthest: 'allocated', onReturnLeg: false },
      parcel: null,
      delayed: false,
      due: null,
      extended: false,
      holdUntil: null,
      shelfCheck: null,
      returnLibrary: null,
      moved: [],
      ...copy,
    },
  };
}
