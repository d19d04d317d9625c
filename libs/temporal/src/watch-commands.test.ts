import { expect, test } from '@jest/globals';
import { type Try, watchCommands } from './watch-commands.ts';

const begun = Date.parse('2026-11-24T01:30:00Z');

/** A night on which 花子's reservation opens its loan; the test says how time goes by. */
function night() {
  let time = begun;
  const watch = watchCommands(() => time);
  const openLoan = (attempt: number): Try => ({
    workflowExecution: { workflowId: 'reservation-of-hanako', runId: 'run-1' },
    activityId: '7',
    activityType: 'openLoan',
    attempt,
    scheduledTimestampMs: begun,
    retryPolicy: { maximumInterval: 60_000 },
  });
  const fails = (attempt: number, fault: unknown = new TypeError('何かが起きました')) => {
    watch.begun(openLoan(attempt));
    watch.failed(openLoan(attempt), fault);
  };
  const said = () => watch.failing().map(({ tries, fault }) => [tries, fault]);
  const pass = (seconds: number) => {
    time += seconds * 1000;
  };
  return { watch, openLoan, fails, said, pass };
}

test('a command that fails is said from the third time on, until it succeeds', () => {
  const { watch, openLoan, fails, said } = night();
  fails(1);
  fails(2);
  expect(said()).toEqual([]);
  fails(3);
  expect(watch.failing()).toEqual([
    {
      workflowId: 'reservation-of-hanako',
      command: 'openLoan',
      tries: 3,
      since: '2026-11-24T01:30:00.000Z',
      fault: 'TypeError',
    },
  ]);
  watch.begun(openLoan(4));
  expect(said()).toEqual([[3, 'TypeError']]);
  watch.succeeded(openLoan(4));
  expect(said()).toEqual([]);
});

test('what a message says of a person is not said again, a code of the database is', () => {
  const { watch, fails } = night();
  const secret = '熊本花子 hanako@example.jp 20012345';
  class RowRefused extends Error {
    readonly code = '23505';
  }
  fails(3, new RowRefused(`Key (email)=(${secret}) already exists`));
  expect(watch.failing()[0]?.fault).toBe('RowRefused 23505');
  fails(4, Object.assign(new Error(secret), { name: secret, code: secret }));
  expect(watch.failing()[0]?.fault).toBe('Error');
  fails(5, secret);
  expect(watch.failing()[0]?.fault).toBe('Unknown');
});

test('a command that gives no answer fails too, and its late answer counts for nothing', () => {
  const { watch, openLoan, said } = night();
  for (const attempt of [1, 2, 3, 4, 5]) watch.begun(openLoan(attempt));
  expect(said()).toEqual([[4, null]]);
  watch.succeeded(openLoan(4));
  watch.failed(openLoan(3), new Error('too late'));
  expect(said()).toEqual([[4, null]]);
});

test('after a restart the next try tells how many came to nothing before', () => {
  const { watch, openLoan, said } = night();
  watch.begun(openLoan(12));
  expect(said()).toEqual([[11, null]]);
});

test('a command that is not tried any more is forgotten, one that hangs is not', () => {
  const { watch, openLoan, fails, said, pass } = night();
  fails(8);
  pass(119);
  expect(said()).toEqual([[8, 'TypeError']]);
  pass(2);
  expect(said()).toEqual([]);
  watch.begun(openLoan(9));
  pass(3_600);
  expect(said()).toEqual([[8, null]]);
});
