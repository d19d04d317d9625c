import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  AllocationEndingSchema,
  calendarDate,
  type DeskSettlement,
  deadlineOn,
  decideSettlement,
  endingIs,
  instant,
  LedgerStateSchema,
  LendingStatusSchema,
  newsOf,
  type Outcome,
  type Settled,
} from '../index.ts';
import { type Ledger, type LedgerCopy, stateOf } from '../ledger/index.ts';
import { type Fact, type FactKind, FactKindSchema } from '../position/fact.ts';
import { copyInTest, entryInTest, factInTest } from '../testing/index.ts';

function fact(kind: FactKind, day: string, more: Partial<Fact> = {}): Fact {
  const leg = ['handedIn', 'home'].includes(kind) ? 'return' : 'outward';
  const at = instant(`2026-12-${day}T02:00:00Z`);
  return factInTest(kind, at, { allocation: 7, leg, place: null, ...more });
}
const undo = (target: Fact, day: string): Fact => ({ ...fact(target.kind, day), voids: target.factId });

const due = deadlineOn(calendarDate('2026-12-28'));
function ledger(
  facts: readonly Fact[],
  copy: Partial<LedgerCopy> = {},
  entry: Partial<Ledger['entry']> = {},
): Ledger {
  return {
    entry: entryInTest(entry),
    copy: copyInTest({
      allocation: 7,
      journey: 7,
      facts: facts.map((one) => ({ fact: one })),
      loan: { due, extended: false },
      ...copy,
    }),
  };
}
const atPrefectural = { pickupLibrary: 'pref', atPrefectural: true } as const;

const picked = fact('picked', '07');
const packed = fact('packed', '07');
const shipped = fact('shipped', '07');
const arrived = fact('arrived', '10', { place: 'uto' });
const handedOut = fact('handedOut', '11');
const handedIn = fact('handedIn', '20', { place: 'uto' });
const sentBack = fact('sentBack', '22', { leg: 'return' });
const home = fact('home', '24');
const way = [picked, packed, shipped, arrived, handedOut, handedIn, home];

describe('where a reservation stands', () => {
  test.each<[string, Ledger, { stage: string; ended: string | null; refusal?: string }]>([
    [
      'has left the queue',
      { entry: ledger([], {}, { state: 'left' }).entry },
      { stage: 'over', ended: 'cancelled' },
    ],
    [
      'was not admitted',
      { entry: ledger([], {}, { state: 'refused', refusal: 'IN_PERSON_ONLY' }).entry },
      { stage: 'over', ended: 'rejected', refusal: 'IN_PERSON_ONLY' },
    ],
    ['is to be fetched', ledger([]), { stage: 'toFetch', ended: null }],
    ['is fetched', ledger([picked]), { stage: 'fetched', ended: null }],
    ['is on the hold shelf', ledger([picked], {}, atPrefectural), { stage: 'held', ended: null }],
    ['is packed', ledger(way.slice(0, 2)), { stage: 'packed', ended: null }],
    ['is posted', ledger(way.slice(0, 3)), { stage: 'inTransit', ended: null }],
    ['is there', ledger(way.slice(0, 4)), { stage: 'held', ended: null }],
    ['is lent', ledger(way.slice(0, 5)), { stage: 'onLoan', ended: null }],
    ['is lent, which nobody scanned on the way', ledger([handedOut]), { stage: 'onLoan', ended: null }],
    ['is handed in', ledger(way.slice(0, 6)), { stage: 'handedIn', ended: null }],
    ['is home', ledger(way), { stage: 'over', ended: 'returned' }],
    [
      'was cancelled before it left',
      ledger([picked], { ending: 'cancelled' }),
      { stage: 'over', ended: 'cancelled' },
    ],
    [
      'was cancelled on its way',
      ledger([shipped], { ending: 'cancelled' }),
      { stage: 'comingHome', ended: 'cancelled' },
    ],
    [
      'was not picked up',
      ledger([shipped, arrived], { ending: 'expired' }),
      { stage: 'comingHome', ended: 'expired' },
    ],
    [
      'left only after it was cancelled, by mistake',
      ledger([picked, packed, shipped], { ending: 'cancelled', endedAt: instant('2026-12-07T01:00:00Z') }),
      { stage: 'comingHome', ended: 'cancelled' },
    ],
    ['was sent back unasked', ledger([shipped, sentBack]), { stage: 'comingHome', ended: null }],
    [
      'was taken for arrived, and the post brought it back',
      ledger([shipped, arrived, sentBack, home]),
      { stage: 'over', ended: 'cancelled' },
    ],
    ['came back unasked in time', ledger([shipped, sentBack, home]), { stage: 'over', ended: 'cancelled' }],
    [
      'came back after its hold had ended',
      ledger([shipped, fact('sentBack', '30', { leg: 'return' }), fact('home', '31')]),
      { stage: 'over', ended: 'expired' },
    ],
    [
      'came home in time, and is scanned once more as sent back a week later',
      ledger([shipped, arrived, home, fact('sentBack', '31', { leg: 'return' })]),
      { stage: 'over', ended: 'returned' },
    ],
    [
      'came back, and the branch had it no more',
      ledger([shipped, arrived, sentBack, home], { shelfCheck: 'gone' }),
      { stage: 'over', ended: 'expired' },
    ],
    [
      'came home before anybody scanned a hand-out',
      ledger([shipped, home]),
      { stage: 'over', ended: 'returned' },
    ],
    [
      'is long overdue',
      ledger([shipped, handedOut], { ending: 'closed' }),
      { stage: 'onLoan', ended: 'longOverdue' },
    ],
    [
      'is lost by its borrower',
      ledger([handedOut], { ending: 'lost', lostAt: instant('2026-12-15T00:00:00Z') }),
      { stage: 'lost', ended: 'lost' },
    ],
    [
      'was lost and is handed in',
      ledger([handedOut, handedIn], { ending: 'lost', lostAt: instant('2026-12-15T00:00:00Z') }),
      { stage: 'handedIn', ended: 'lost' },
    ],
    [
      'was handed in and is lost',
      ledger([handedOut, handedIn], { ending: 'lost', lostAt: instant('2026-12-21T00:00:00Z') }),
      { stage: 'lost', ended: 'lost' },
    ],
    [
      'lost its copy and waits',
      ledger([picked], { ending: 'swapped' }, { state: 'waiting' }),
      { stage: 'waiting', ended: null },
    ],
    [
      'passed its copy on',
      ledger([picked], { ending: 'passedOn' }, { state: 'suspended' }),
      { stage: 'suspended', ended: null },
    ],
  ])('it %s', (_, rows, expected) => {
    expect(LedgerStateSchema.parse(stateOf(rows))).toMatchObject(expected);
  });

  test('who cancels while suspended does not come back on a day', () => {
    const resumesOn = calendarDate('2027-01-10');
    const of = (state: Ledger['entry']['state']) => stateOf({ entry: entryInTest({ state, resumesOn }) });
    expect(of('suspended')).toMatchObject({ stage: 'suspended', resumesOn });
    expect(of('left')).toMatchObject({ stage: 'over', ended: 'cancelled', resumesOn: null });
  });

  test('facts are a set: order and repetition change nothing', () => {
    const facts = [...way, undo(arrived, '10'), fact('arrived', '11')];
    fc.assert(
      fc.property(fc.shuffledSubarray(facts), (some) => {
        const inOrder = facts.filter((one) => some.includes(one));
        expect(stateOf(ledger(some)).stage).toBe(stateOf(ledger(inOrder)).stage);
        expect(stateOf(ledger([...some, ...some])).copy?.position).toEqual(
          stateOf(ledger(inOrder)).copy?.position,
        );
      }),
    );
  });

  test('a withdrawal leaves no copy, any other end does', () => {
    for (const ending of AllocationEndingSchema.options) {
      const { copy } = stateOf(ledger([picked], { ending }, { state: 'waiting' }));
      expect(copy === null).toBe(endingIs(ending, 'withdrawal'));
    }
  });

  test.each(FactKindSchema.options)('after "%s" alone the state fits its schema', (kind) => {
    expect(LedgerStateSchema.parse(stateOf(ledger([fact(kind, '12')])))).toBeDefined();
  });
});

describe('what belongs to the copy', () => {
  test('who cancelled is known also where the copy is lost since', () => {
    const cancelled = { by: 'patron', reason: null } as const;
    const lostAt = instant('2026-12-20T02:00:00Z');
    const lost = (ending: LedgerCopy['ending']) =>
      stateOf(ledger([shipped], { ending, lostAt }, { cancelled })).cancelled;
    expect(lost('cancelled')).toEqual(cancelled);
    expect(lost('lost')).toBeNull();
  });

  test('a round begins with every arrival taken back, scanned twice or once', () => {
    const again = fact('arrived', '12');
    const rounds = (facts: Fact[]) => stateOf(ledger(facts)).copy?.round;
    expect(rounds([shipped, arrived])).toBe(0);
    expect(rounds([shipped, arrived, undo(arrived, '11')])).toBe(1);
    expect(rounds([shipped, arrived, undo(arrived, '11'), again])).toBe(1);
    expect(rounds([shipped, arrived, again, undo(arrived, '13')])).toBe(0);
    expect(rounds([shipped, arrived, again, undo(arrived, '13'), undo(again, '14')])).toBe(1);
  });

  test('a hold is of its round: fetched again, no mail has begun it', () => {
    const until = deadlineOn(calendarDate('2026-12-14'));
    const hold = { until, round: 0 };
    const ends = (facts: Fact[]) => stateOf(ledger(facts, { hold }, atPrefectural)).copy?.holdUntil;
    expect(ends([picked])).toEqual(until);
    expect(ends([picked, undo(picked, '08'), fact('picked', '09')])).toBeNull();
    expect(stateOf(ledger([shipped, arrived])).copy?.holdUntil).toEqual(due);
  });

  test('what a later step tells of the parcel stands; what is taken back tells nothing', () => {
    const day = (n: string) => calendarDate(`2026-12-${n}`);
    const facts = [
      { fact: packed, parcel: { parcelNumber: '900000000019', dispatchDay: day('08') } },
      {
        fact: shipped,
        parcel: { parcelNumber: '900000000019', dispatchDay: day('07'), expectedDate: day('09') },
      },
      { fact: arrived, parcel: { parcelNumber: '900000000019', assumed: true } },
    ];
    const all = { parcelNumber: '900000000019', dispatchDay: day('07'), expectedDate: day('09') };
    expect(stateOf(ledger([], { facts })).copy?.parcel).toEqual({ ...all, assumed: true });
    const undone = [...facts, { fact: undo(arrived, '10') }];
    expect(stateOf(ledger([], { facts: undone })).copy?.parcel).toEqual(all);
  });

  test('the earliest time of a step counts, whoever scans it again', () => {
    const later = fact('handedOut', '13');
    expect(stateOf(ledger([later, handedOut])).copy?.position.handedOutAt).toBe(handedOut.occurredAt);
  });
});

describe('whether it is settled', () => {
  const on = calendarDate('2026-12-24');
  const settlement = (how: DeskSettlement) => ({ how, on: calendarDate('2026-12-30') });
  const lostAt = instant('2026-12-26T00:00:00Z');
  const leftOn = (day: string) => ({ state: 'left', endedOn: calendarDate(day) }) as const;
  const recordedLate = { ...home, recordedAt: instant('2026-12-29T02:00:00Z') };

  test.each<[string, Ledger, Settled | null]>([
    ['is home', ledger(way), { how: 'returned', byDesk: false, on }],
    [
      'is home, which was entered days later',
      ledger([...way.slice(0, 6), recordedLate]),
      { how: 'returned', byDesk: false, on: calendarDate('2026-12-29') },
    ],
    [
      'left the queue',
      { entry: ledger([], {}, leftOn('2026-12-03')).entry },
      { how: 'neverLent', byDesk: false, on: calendarDate('2026-12-03') },
    ],
    [
      'was cancelled before it left',
      ledger([picked], { ending: 'cancelled' }, leftOn('2026-12-08')),
      { how: 'neverLent', byDesk: false, on: calendarDate('2026-12-08') },
    ],
    ['was cancelled on its way', ledger([shipped], { ending: 'cancelled' }, leftOn('2026-12-08')), null],
    [
      'was cancelled, and left afterwards by mistake',
      ledger(
        [picked, shipped],
        { ending: 'cancelled', endedAt: instant('2026-12-07T01:00:00Z') },
        leftOn('2026-12-07'),
      ),
      { how: 'neverLent', byDesk: false, on: calendarDate('2026-12-07') },
    ],
    [
      'was cancelled and left on one day, of which the night has kept the day alone',
      ledger(
        [fact('shipped', '08')],
        { ending: 'cancelled', endedAt: fact('shipped', '08').occurredAt },
        leftOn('2026-12-08'),
      ),
      { how: 'neverLent', byDesk: false, on: calendarDate('2026-12-08') },
    ],
    [
      'was cancelled at the desk, and is brought back elsewhere',
      ledger(
        [picked, fact('handedIn', '09')],
        { ending: 'cancelled', endedAt: instant('2026-12-07T01:00:00Z') },
        leftOn('2026-12-07'),
      ),
      { how: 'neverLent', byDesk: false, on: calendarDate('2026-12-07') },
    ],
    [
      'was cancelled, left by mistake, and was handed out',
      ledger(
        [picked, shipped, handedOut],
        { ending: 'cancelled', endedAt: instant('2026-12-07T01:00:00Z') },
        leftOn('2026-12-07'),
      ),
      null,
    ],
    [
      'was not picked up, and is home',
      ledger([shipped, sentBack, home], { ending: 'expired' }),
      { how: 'neverLent', byDesk: false, on },
    ],
    [
      'was never lent, and is lost on its way home',
      ledger([shipped, sentBack], { ending: 'expired', lostAt }, leftOn('2026-12-20')),
      { how: 'neverLent', byDesk: false, on: calendarDate('2026-12-26') },
    ],
    ['is handed in', ledger(way.slice(0, 6)), null],
    ['is long overdue', ledger([shipped, handedOut], { ending: 'closed' }), null],
    ['is lost by its borrower', ledger([handedOut], { ending: 'lost', lostAt }), null],
    ['was handed in and is lost', ledger(way.slice(0, 6), { ending: 'lost', lostAt }), null],
    [
      'is lost, and its branch had it no more',
      ledger([shipped, arrived], { ending: 'lost', lostAt, shelfCheck: 'gone' }),
      null,
    ],
    [
      'was paid for',
      ledger([handedOut], { ending: 'closed', settlement: settlement('paid') }),
      { ...settlement('paid'), byDesk: true },
    ],
    [
      'was paid for, and is home after all',
      ledger([handedOut, fact('home', '31')], { ending: 'lost', lostAt, settlement: settlement('paid') }),
      { ...settlement('paid'), byDesk: true },
    ],
  ])('it %s', (_, rows, settled) => {
    expect(stateOf(rows).settled).toEqual(settled);
  });

  test.each(LendingStatusSchema.options)(
    '%s: the desk may settle what is lost or long overdue, once',
    (stage) => {
      const may = (ended: Outcome | null, settled: Settled | null = null) => {
        const decided = decideSettlement({ ...stateOf(ledger([handedOut])), stage, ended, settled });
        return decided.ok ? decided.value : decided.refusal.code;
      };
      const isOut = stage === 'lost' || stage === 'onLoan';
      expect(may('lost')).toBe(isOut ? 'lost' : 'NOT_TO_SETTLE');
      expect(may('longOverdue')).toBe(isOut ? 'longOverdue' : 'NOT_TO_SETTLE');
      expect([may(null), may('cancelled')]).toEqual(['NOT_TO_SETTLE', 'NOT_TO_SETTLE']);
      expect(may('lost', { ...settlement('paid'), byDesk: true })).toBe('ALREADY_SETTLED');
    },
  );
});

test('a copy sent back unasked is news when it is put into the box and when the box leaves; one handed in but once', () => {
  const there = [picked, packed, shipped, arrived];
  const intoBox = fact('packed', '14', { leg: 'return', place: 'uto' });
  const leaves = fact('shipped', '15', { leg: 'return', place: 'uto' });
  const newsOfLast = (...facts: Fact[]) =>
    newsOf(stateOf(ledger(facts.slice(0, -1))), stateOf(ledger(facts)));
  expect(newsOfLast(...there, intoBox)).toBe('sentBack');
  expect(newsOfLast(...there, intoBox, leaves)).toBe('sentBack');
  expect(newsOfLast(...there, handedOut, handedIn, leaves)).toBe('toldAnew');
});
