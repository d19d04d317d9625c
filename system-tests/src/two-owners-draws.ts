import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import fc from 'fast-check';
import { type AnyStep, STEPS } from '../../services/patron/src/testing/any-step.ts';

export const READERS = [101, 102, 103];
export const COPIES = 2;

const who = fc.nat(READERS.length - 1);
const which = fc.nat(COPIES - 1);
const where = fc.constantFrom('pref', 'uto');
const yes = fc.boolean();
const seldom = fc.nat(4).map((n) => n === 4);
const doing = <K extends string>(name: K) => ({ do: fc.constant(name) });
const weighed = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** What patrons, desks, shipping, processes, the mail service and Kafka may do, each at any time. */
export const step = fc.oneof(
  weighed(8, fc.record({ ...doing('apply'), who, where, joins: fc.constantFrom(true, true, true, false) })),
  weighed(2, fc.record({ ...doing('join'), who })),
  weighed(
    3,
    fc.record({
      ...doing('command'),
      who,
      name: fc.constantFrom('leave', 'suspend', 'resume', 'move', 'endMove'),
    }),
  ),
  weighed(4, fc.record({ ...doing('say'), who, name: fc.constantFrom<AnyStep>(...STEPS) })),
  weighed(8, fc.record({ ...doing('process'), who })),
  weighed(3, fc.record({ ...doing('close'), who })),
  weighed(6, fc.record({ ...doing('claim'), who })),
  weighed(1, fc.record({ ...doing('release'), who })),
  weighed(5, fc.record({ ...doing('pick'), which })),
  weighed(1, fc.record({ ...doing('notOnShelf'), which })),
  weighed(5, fc.record({ ...doing('handOut'), which, who, where, handedOver: seldom })),
  weighed(2, fc.record({ ...doing('lend'), which, who, override: yes })),
  weighed(5, fc.record({ ...doing('takeBack'), which, where, bookDrop: yes })),
  weighed(
    5,
    fc.record({
      ...doing('ship'),
      which,
      where,
      kind: fc.constantFrom('packed', 'shipped', 'arrived', 'sentBack'),
    }),
  ),
  weighed(1, fc.record({ ...doing('late'), who, what: fc.constantFrom('delayed', 'here', 'gone') })),
  weighed(4, fc.record({ ...doing('undo'), back: fc.nat(3) })),
  weighed(1, fc.record({ ...doing('lose'), which })),
  weighed(1, fc.record({ ...doing('settle'), who, how: fc.constantFrom('returned', 'paid', 'writtenOff') })),
  weighed(
    4,
    fc.record({
      ...doing('ofCopy'),
      who,
      name: fc.constantFrom('openLoan', 'expire', 'extend', 'declare', 'passOn'),
    }),
  ),
  weighed(2, fc.record({ ...doing('closeLibrary'), which })),
  weighed(1, fc.record({ ...doing('openAfterAll'), which })),
  weighed(
    5,
    fc.record({ ...doing('mails'), answer: fc.constantFrom('takes', 'takes', 'takes', 'away', 'refuses') }),
  ),
  weighed(1, fc.record({ ...doing('bounce'), who })),
  weighed(2, fc.record({ ...doing('night') })),
  weighed(12, fc.record({ ...doing('bring'), event: fc.nat(9), again: seldom })),
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Two at a time, or one after the other. */
export type Pair = [Step, Step, boolean];

const comes: Step = { do: 'bring', event: 0, again: false };
const reserves: Pair = [{ do: 'apply', who: 0, where: PREFECTURAL_LIBRARY, joins: true }, comes, false];
const fetched: Pair = [{ do: 'pick', which: 0 }, { do: 'pick', which: 1 }, true];
const toFirst = { do: 'handOut', who: 0, where: PREFECTURAL_LIBRARY, handedOver: false } as const;

/**
 * What has to be met: a hold that begins with its mail; a night before what is given up is settled, and one after; a copy that leaves
 * once a night has forgotten whose it was, and one that is brought back elsewhere then.
 */
export const alwaysMet: readonly Pair[][] = [
  [
    reserves,
    [{ do: 'command', who: 0, name: 'leave' }, { do: 'night' }, false],
    [comes, { do: 'close', who: 0 }, false],
  ],
  [reserves, fetched, [comes, comes, false]],
  [
    reserves,
    fetched,
    [{ do: 'command', who: 0, name: 'leave' }, { do: 'close', who: 0 }, false],
    [comes, { do: 'night' }, false],
    [
      { do: 'ship', which: 0, where: 'uto', kind: 'sentBack' },
      { do: 'ship', which: 1, where: 'uto', kind: 'sentBack' },
      false,
    ],
  ],
  [
    [{ do: 'lend', which: 0, who: 0, override: false }, { do: 'undo', back: 0 }, false],
    [{ do: 'process', who: 0 }, { do: 'night' }, false],
    [{ do: 'takeBack', which: 0, where: 'uto', bookDrop: false }, comes, false],
  ],
  [
    reserves,
    fetched,
    [comes, comes, false],
    [{ ...toFirst, which: 0 }, { ...toFirst, which: 1 }, false],
    [{ do: 'close', who: 0 }, comes, false],
    [comes, { do: 'night' }, false],
  ],
];
