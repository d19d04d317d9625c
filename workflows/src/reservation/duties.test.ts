import { describe, expect, test } from '@jest/globals';
import { PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import {
  calendarDate,
  deadlineOn,
  defaultPolicy,
  instant,
  type LedgerState,
  type LedgerStateCopy,
  type LendingStatus,
} from '@toshobin/lending-rules';
import { stateInTest } from '@toshobin/lending-rules/testing';
import { dutiesOf } from './duties.ts';
import type { Known } from './duty.ts';

// 宇土 is sent a copy on 7 December; it arrives on the 9th and is due on the 28th.
const due = deadlineOn(calendarDate('2026-12-28'));
const now = instant('2026-12-10T03:00:00Z');
const copy = {
  allocation: 7,
  journey: 5,
  position: {
    furthest: 'arrived',
    onReturnLeg: false,
    pickedAt: instant('2026-12-06T02:00:00Z'),
    shippedAt: instant('2026-12-07T02:00:00Z'),
    arrivedAt: instant('2026-12-09T02:00:00Z'),
  },
  due,
  holdUntil: due,
} as const;
const lent = { position: { ...copy.position, handedOutAt: instant('2026-12-09T06:00:00Z') } } as const;

function knownAt(
  stage: LendingStatus,
  of: Partial<LedgerStateCopy> | null = {},
  more: Partial<Omit<LedgerState, 'copy' | 'stage'>> = {},
  answers: Partial<Known> = {},
): Known {
  const state = stateInTest(stage, of && { ...copy, ...of }, more);
  const reservationId = ReservationIdSchema.parse('6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0400');
  return {
    standing: { reservationId, epoch: 1, n: 9, state, item: null },
    pickupLibraryName: '宇土市立図書館',
    numbers: defaultPolicy,
    position: 2,
    slot: undefined,
    ready: undefined,
    shelfCheck: undefined,
    asked: new Set(),
    ...answers,
  };
}

/** Each duty in a line: its key, and from when on; a question mark where the catalog is asked before. */
const linesOf = (known: Known, at = now) =>
  dutiesOf(known, at).map((duty) =>
    [duty.key, duty.at ?? '', duty.asksFirst ? '?' : ''].filter((part) => part !== '').join(' '),
  );

const pref = { pickupLibrary: PREFECTURAL_LIBRARY };
const at = (of: {
  allocation?: number;
  end?: string;
  answerBy?: string;
  isSilent?: true;
  graceUntil?: string;
}) => ({ shelfCheck: { allocation: 7, end: due.date, ...of } }) as Partial<Known>;
const [until, answerBy] = [instant('2026-12-20T15:00:00Z'), instant('2027-01-04T14:59:59.999Z')];

describe('what is to be done for a reservation', () => {
  test.each<[string, Known, string[]]>([
    ['in the queue', knownAt('waiting', null), ['accepted']],
    [
      'that no copy can serve any more',
      knownAt('waiting', null, { unservable: 'copyMissing', unservableOn: calendarDate('2026-12-10') }),
      ['accepted', 'cancel 1 9 2026-12-10T15:00:00.000Z'],
    ],
    [
      'that no copy can serve any more, in a history that has no day',
      knownAt('waiting', null, { unservable: 'copyMissing' }),
      ['accepted', 'cancel 1 9'],
    ],
    [
      'suspended until a day',
      knownAt('suspended', null, { resumesOn: calendarDate('2026-12-20') }),
      ['accepted', 'resume 1 9 2026-12-19T15:00:00.000Z ?'],
    ],
    ['passed on at the loan limit', knownAt('suspended', null), ['accepted', 'slot to resume with']],
    ['whose copy was on its shelf', knownAt('toFetch'), ['accepted']],
    ['that waited for its copy', knownAt('toFetch', { waitedFor: true }), ['accepted', 'yourTurn 5']],
    ['made at the counter', knownAt('toFetch', { waitedFor: true }, { channel: 'counter' }), []],
    ['fetched', knownAt('fetched'), ['accepted', 'slot 5']],
    [
      'fetched, with a loan slot',
      knownAt('fetched', {}, {}, { slot: { journey: 5, claimed: true } }),
      ['accepted', 'list 5'],
    ],
    [
      'fetched, with the slot of a copy before',
      knownAt('fetched', {}, {}, { slot: { journey: 4, claimed: true } }),
      ['accepted', 'slot 5'],
    ],
    [
      'kept for a loan slot',
      knownAt('fetched', {}, {}, { slot: { journey: 5, claimed: false, until } }),
      ['accepted', 'kept 5 2026-12-21', `slot 5 ${until} ${until} ?`],
    ],
    ['in a parcel', knownAt('packed'), ['accepted']],
    ['posted', knownAt('inTransit', { due: null }), ['accepted', 'loan 1 9']],
    ['on its way', knownAt('inTransit'), ['accepted']],
    ['late', knownAt('inTransit', { delayed: true }), ['accepted', 'delayed 5']],
    ['arrived before its dispatch was heard of', knownAt('held', { due: null }), ['accepted', 'loan 1 9']],
    [
      'held at 宇土',
      knownAt('held'),
      [
        'accepted',
        'ready uto 5 0',
        'holdEndsSoon uto 5 2026-12-28 2026-12-25T23:00:00.000Z',
        `branch 7 2026-12-28 ${due.at} ?`,
      ],
    ],
    [
      'held at 宇土, the second time, too late for a reminder',
      knownAt('held', {
        round: 1,
        position: { ...copy.position, arrivedAt: instant('2026-12-27T02:00:00Z') },
      }),
      ['accepted', 'ready uto 5 1', `branch 7 2026-12-28 ${due.at} ?`],
    ],
    [
      'that 宇土 is asked about',
      knownAt('held', {}, {}, at({ answerBy })),
      ['accepted', 'ready uto 5 0', `answer 7 2026-12-28 ${answerBy}`],
    ],
    [
      'that 宇土 has not answered about',
      knownAt('held', {}, {}, at({ answerBy, isSilent: true })),
      ['accepted', 'ready uto 5 0', `task askBranch ${answerBy} ${answerBy} ?`],
    ],
    [
      'that 宇土 was asked about before its copy was swapped',
      knownAt('held', { allocation: 8 }, {}, at({ answerBy })),
      [
        'accepted',
        'ready uto 5 0',
        'holdEndsSoon uto 5 2026-12-28 2026-12-25T23:00:00.000Z',
        `branch 8 2026-12-28 ${due.at} ?`,
      ],
    ],
    [
      'that 宇土 has not answered about, and whose hold was made longer since',
      knownAt('held', {}, {}, at({ end: '2026-12-14', answerBy, isSilent: true })),
      [
        'accepted',
        'ready uto 5 0',
        'holdEndsSoon uto 5 2026-12-28 2026-12-25T23:00:00.000Z',
        `branch 7 2026-12-28 ${due.at} ?`,
      ],
    ],
    [
      'still on the shelf of 宇土',
      knownAt('held', { shelfCheck: 'here' }, {}, at({ answerBy })),
      ['accepted', 'ready uto 5 0', `expire 1 9 ${due.at} ?`],
    ],
    [
      'not on the shelf of 宇土 any more',
      knownAt('held', { shelfCheck: 'gone' }, {}, at({ answerBy })),
      ['accepted', 'ready uto 5 0', 'grace 7'],
    ],
    [
      'the same, with a week of grace',
      knownAt('held', { shelfCheck: 'gone' }, {}, at({ graceUntil: answerBy })),
      ['accepted', 'ready uto 5 0', `task confirmHandOut ${answerBy} ${answerBy} ?`],
    ],
    [
      'on the hold shelf, its mail not accepted yet',
      knownAt('held', { holdUntil: null }, pref),
      ['accepted', 'ready pref 5 0', 'since 7 0'],
    ],
    [
      'on the hold shelf, without a mail that reaches',
      knownAt('held', { holdUntil: null }, pref, { ready: { allocation: 7, round: 0, since: until } }),
      [
        'accepted',
        'ready pref 5 0',
        'task decideUnreached 2027-01-03T15:00:00.000Z 2027-01-03T15:00:00.000Z ?',
      ],
    ],
    [
      'on the hold shelf until a day',
      knownAt('held', {}, pref),
      [
        'accepted',
        'ready pref 5 0',
        'holdEndsSoon pref 5 2026-12-28 2026-12-25T23:00:00.000Z',
        `expire 1 9 ${due.at} ?`,
      ],
    ],
    [
      'on loan',
      knownAt('onLoan', lent),
      [
        'accepted',
        'dueSoon 5 2026-12-28 2026-12-24T23:00:00.000Z',
        'overdue 5 2026-12-28 1 2026-12-28T23:00:00.000Z ?',
        'overdue 5 2026-12-28 2 2027-01-03T23:00:00.000Z ?',
        'overdue 5 2026-12-28 3 2027-01-10T23:00:00.000Z ?',
        'overdue 5 2026-12-28 4 2027-01-24T23:00:00.000Z ?',
        'longOverdue 1 9 2027-01-24T23:00:00.000Z ?',
      ],
    ],
    [
      'on loan and extended, of which its process may not have told: it was ended',
      knownAt('onLoan', { ...lent, extended: true }, {}, { numbers: undefined }),
      ['numbers', 'accepted', 'extended 5'],
    ],
    ['on loan, its date not told yet', knownAt('onLoan', { due: null }), ['accepted']],
    ['handed in', knownAt('handedIn', lent), ['accepted']],
    [
      'sent back by the post',
      knownAt('comingHome', {
        position: {
          furthest: 'sentBack',
          onReturnLeg: true,
          shippedAt: instant('2026-12-07T02:00:00Z'),
          sentBackAt: until,
        },
      }),
      ['accepted', 'delayed 5', 'task searchUnlent 2027-01-03T15:00:00.000Z 2027-01-03T15:00:00.000Z ?'],
    ],
    [
      'not picked up at 宇土',
      knownAt('comingHome', { endedAt: until }, { ended: 'expired' }),
      ['expired 5', 'task searchUnlent 2027-01-03T15:00:00.000Z 2027-01-03T15:00:00.000Z ?'],
    ],
    [
      'cancelled on its way',
      knownAt(
        'comingHome',
        { endedAt: until },
        { ended: 'cancelled', cancelled: { by: 'patron', reason: null } },
      ),
      ['cancelled', 'task searchUnlent 2027-01-03T15:00:00.000Z 2027-01-03T15:00:00.000Z ?'],
    ],
    [
      'cancelled in the queue',
      knownAt('over', null, { ended: 'cancelled', cancelled: { by: 'patron', reason: null } }),
      ['cancelled', 'closed 1 9'],
    ],
    [
      'cancelled on its way, of which nobody was told, and lost since',
      knownAt('lost', {}, { ended: 'lost', cancelled: { by: 'patron', reason: null } }),
      ['cancelled', 'closed 1 9'],
    ],
    [
      'cancelled in its parcel',
      knownAt('over', { position: { furthest: 'packed', onReturnLeg: false } }, { ended: 'cancelled' }),
      ['cancelled', 'closed 1 9'],
    ],
    [
      'of the counter, taken back',
      knownAt('over', {}, { ended: 'cancelled', channel: 'counter' }),
      ['closed 1 9'],
    ],
    [
      'put back by the desk after its hold',
      knownAt(
        'over',
        { position: { ...copy.position, furthest: 'home', homeAt: until } },
        { ...pref, ended: 'expired' },
      ),
      ['closed 1 9'],
    ],
    ['home after a loan', knownAt('over', lent, { ended: 'returned' }), ['closed 1 9']],
    ['whose copy is lost', knownAt('lost', lent, { ended: 'lost' }), ['closed 1 9']],
    [
      'long overdue',
      knownAt('onLoan', lent, { ended: 'longOverdue' }),
      [`task longOverdue ${due.at} ${due.at} ?`, 'closed 1 9'],
    ],
  ])('%s', (_, known, expected) => {
    expect(linesOf(known)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['two days after the first notice', '2026-12-31T03:00:00Z', ['1', '2', '3', '4']],
    ['in the week after the second', '2027-01-06T03:00:00Z', ['2', '3', '4']],
    ['in February, when nobody looked for weeks', '2027-02-20T03:00:00Z', ['4']],
  ])('overdue %s the last notice is given whose time has come, no other before it', (_, moment, expected) => {
    const lines = linesOf(knownAt('onLoan', lent), instant(moment));
    expect(lines.filter((line) => line.includes('dueSoon'))).toEqual([]);
    const notices = lines.filter((line) => line.startsWith('overdue'));
    expect(notices.map((line) => line.split(' ')[3])).toEqual(expected);
  });

  test('handed out two days before its date, it is too late for the reminder', () => {
    const late = { position: { ...copy.position, handedOutAt: instant('2026-12-26T06:00:00Z') } };
    expect(linesOf(knownAt('onLoan', late)).filter((line) => line.includes('dueSoon'))).toEqual([]);
  });

  test.each<[LendingStatus, string[]]>([
    ['held', ['ready uto 5 0', `branch 7 2026-12-28 ${due.at} ?`]],
    ['onLoan', []],
    ['comingHome', []],
  ])('when it is %s the numbers of the rules are read, and what needs none goes on', (stage, others) => {
    const lines = linesOf(knownAt(stage, lent, {}, { numbers: undefined }));
    expect(lines).toEqual(['numbers', 'accepted', ...others]);
  });

  test.each<[LendingStatus, Partial<LedgerStateCopy>]>([
    ['inTransit', { due: null }],
    ['held', { shelfCheck: 'here' }],
    ['onLoan', lent],
    ['over', lent],
  ])(
    'when it is %s, what was done before a restore is not done for the same number after it',
    (stage, of) => {
      const before = knownAt(stage, of);
      const after = { ...before, standing: { ...before.standing, epoch: 2 } };
      const done = dutiesOf(before, now).map(({ key }) => key);
      const undone = dutiesOf(after, now).filter(({ key }) => !done.includes(key));
      expect(undone.map(({ what }) => (what.does === 'tell' ? what.step.milestone : what.does))).toHaveLength(
        1,
      );
    },
  );

  test('what staff were asked for, and need not look at any more, is settled first', () => {
    const asked = new Set(['askBranch', 'decideUnreached'] as const);
    const lines = linesOf(knownAt('held', {}, {}, { ...at({ answerBy, isSilent: true }), asked }));
    expect(lines[0]).toBe('settle decideUnreached');
    expect(lines).toHaveLength(4);
  });

  test('no key and no summary names a person, a title or a record', () => {
    for (const { summary } of dutiesOf(knownAt('held'), now))
      expect(summary).toMatch(/^[\w:,?.\- 宇土市立図書館]+$/);
  });
});
