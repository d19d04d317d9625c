import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  calendarDate,
  deadlineOn,
  instant,
  type LedgerState,
  type LedgerStateCopy,
  type LendingStatus,
  LendingStatusSchema,
  type Outcome,
  phaseOf,
  type ReservationState,
  type Slots,
  slotsOf,
} from '@toshobin/lending-rules';
import { stateInTest } from '@toshobin/lending-rules/testing';
import { type OwnWord, rowOf } from './row-of.ts';

const due = deadlineOn(calendarDate('2026-12-15'));
const handedOutAt = instant('2026-12-01T02:00:00Z');
const position = { furthest: 'arrived', onReturnLeg: false } as const;
const copy = { allocation: 4, journey: 3, position, due, holdUntil: due } as const;
const stateAt = (
  stage: LendingStatus,
  {
    copy: of = {},
    ...more
  }: Partial<Omit<LedgerState, 'copy'>> & { copy?: Partial<LedgerStateCopy> | null } = {},
): LedgerState => stateInTest(stage, of && { ...copy, ...of }, more);
const own: OwnWord = { journey: 3, keptUntil: calendarDate('2026-12-01') };
const lentOut = { position: { ...position, furthest: 'handedOut', handedOutAt } } as const;
const handedBack = { position: { ...lentOut.position, furthest: 'handedIn', onReturnLeg: true } } as const;
const gone = { shelfCheck: 'gone' } as const;
const pref = { pickupLibrary: PREFECTURAL_LIBRARY };

type Case = [string, LedgerState, ReservationState, 'open' | 'ended', Slots];
const cases: Case[] = [
  ['in the queue', stateAt('waiting', { copy: null }), 'queued', 'open', 'reservation'],
  [
    'suspended until a day',
    stateAt('suspended', { copy: null, resumesOn: due.date }),
    'suspended',
    'open',
    'reservation',
  ],
  [
    'passed on at the loan limit',
    stateAt('suspended', { copy: null }),
    'heldForLoanLimit',
    'open',
    'reservation',
  ],
  ['chosen', stateAt('toFetch'), 'allocated', 'open', 'reservation'],
  ['fetched, and kept for a slot', stateAt('fetched'), 'heldForLoanLimit', 'open', 'reservationOrClaim'],
  ['packed', stateAt('packed'), 'packed', 'open', 'claim'],
  ['posted', stateAt('inTransit'), 'shipped', 'open', 'loan'],
  ['posted, and late', stateAt('inTransit', { copy: { delayed: true } }), 'arrivalOverdue', 'open', 'loan'],
  ['at its pickup library', stateAt('held'), 'ready', 'open', 'loan'],
  ['not on the shelf there', stateAt('held', { copy: gone }), 'handOutUnconfirmed', 'open', 'loan'],
  ['on the shelf here', stateAt('held', pref), 'ready', 'open', 'reservation'],
  ['handed out', stateAt('onLoan', { copy: lentOut }), 'handedOut', 'open', 'loan'],
  [
    'handed out, and given up as overdue',
    stateAt('onLoan', { copy: lentOut, ended: 'longOverdue' }),
    'handedOut',
    'open',
    'loan',
  ],
  [
    'handed out after its hold had ended',
    stateAt('onLoan', { copy: lentOut, ended: 'expired' }),
    'handedOut',
    'open',
    'loan',
  ],
  ['handed in', stateAt('handedIn', { copy: handedBack }), 'returning', 'open', 'handedIn'],
  ['not picked up', stateAt('comingHome', { ended: 'expired' }), 'expired', 'ended', 'free'],
  ['cancelled on its way', stateAt('comingHome', { ended: 'cancelled' }), 'cancelled', 'ended', 'free'],
  ['sent back unasked', stateAt('comingHome'), 'arrivalOverdue', 'open', 'loan'],
  [
    'not picked up, it was said, and not on the shelf there',
    stateAt('comingHome', { ended: 'expired', copy: gone }),
    'handOutUnconfirmed',
    'open',
    'loan',
  ],
  [
    'lost by its borrower',
    stateAt('lost', { ended: 'lost', copy: lentOut }),
    'lostInTransit',
    'open',
    'loan',
  ],
  [
    'lost, and not on the shelf there before',
    stateAt('lost', { ended: 'lost', copy: gone }),
    'lostInTransit',
    'open',
    'loan',
  ],
  [
    'lost after it was handed in',
    stateAt('lost', { ended: 'lost', copy: handedBack }),
    'lostInTransit',
    'ended',
    'free',
  ],
  ['lost by the post', stateAt('lost', { ended: 'lost' }), 'lostInTransit', 'ended', 'free'],
  ...(['returned', 'expired', 'cancelled', 'lost'] satisfies Outcome[]).map(
    (ended): Case => [
      `over: ${ended}`,
      stateAt('over', { ended }),
      ended === 'lost' ? 'lostInTransit' : ended,
      'ended',
      'free',
    ],
  ),
];

describe('the row and the slots of a reservation', () => {
  test.each(cases)('%s', (_, state, row, end, slots) => {
    const derived = rowOf(state, own);
    expect([
      derived.state,
      derived.ended ? 'ended' : 'open',
      slotsOf(state, state.pickupLibrary === PREFECTURAL_LIBRARY),
    ]).toEqual([row, end, slots]);
  });

  test('every stage has a row', () => {
    expect(new Set(cases.map(([, { stage }]) => stage))).toEqual(new Set(LendingStatusSchema.options));
  });

  test('what is with a patron, or on its way to them, counts as a loan until it is over', () => {
    for (const [, state, row, , slots] of cases) {
      if (['withPatron', 'pickupUnconfirmed', 'onItsWay'].includes(phaseOf[row])) expect(slots).toBe('loan');
      if (rowOf(state, own).ended) expect(slots).toBe('free');
    }
  });
});

describe('the dates of a row', () => {
  test('what was said of another copy says nothing', () => {
    const other = { ...own, journey: 2 };
    expect(rowOf(stateAt('fetched'), other)).toMatchObject({ state: 'picked', keptUntil: null });
    expect(rowOf(stateAt('fetched'), own)).toMatchObject({ keptUntil: '2026-12-01' });
    expect(rowOf(stateAt('held', pref), own).holdUntil).toBe('2026-12-15');
    expect(rowOf(stateAt('held', { ...pref, copy: { holdUntil: null } }), own).holdUntil).toBeNull();
    // The row still says when its hold ended.
    expect(rowOf(stateAt('over', { ...pref, ended: 'expired' }), own).holdUntil).toBe('2026-12-15');
    expect(rowOf(stateAt('over', { ...pref, ended: 'cancelled' }), own).holdUntil).toBeNull();
  });

  test('at a municipal library it is held until the due date; when it leaves and arrives is as shipping told of the parcel', () => {
    const parcel = {
      parcelNumber: '900000000019',
      dispatchDay: calendarDate('2026-11-26'),
      expectedDate: calendarDate('2026-11-29'),
    };
    expect(rowOf(stateAt('held', { copy: { parcel } }), own)).toMatchObject({
      holdUntil: '2026-12-15',
      due,
      plannedDispatchDay: '2026-11-26',
      expectedDate: '2026-11-29',
      keptUntil: null,
    });
    expect(rowOf(stateAt('fetched'), own).plannedDispatchDay).toBeNull();
    expect(rowOf(stateAt('onLoan', { copy: lentOut }), own).holdUntil).toBeNull();
  });

  test('the day it was handed in is that of the hand-in, not that on which it was home', () => {
    const home = {
      ...handedBack.position,
      furthest: 'home',
      homeAt: instant('2026-12-12T02:00:00Z'),
    } as const;
    const over = (more: object) =>
      rowOf(stateAt('over', { ended: 'returned', copy: { position: { ...home, ...more } } }), own).returnedOn;
    expect(over({ handedInAt: instant('2026-12-10T02:00:00Z') })).toBe('2026-12-10');
    expect(over({})).toBe('2026-12-12');
  });
});
