import { expect, test } from '@jest/globals';
import { scheduledProcesses } from '@toshobin/contracts';
import type { IndexedRun } from '@toshobin/temporal';
import { nightOf } from './last-night.ts';

const workflowId = `${scheduledProcesses.nightly.scheduleId('reconcile')}-2026-11-30T19:05:00Z`;
const [begun, ended] = [new Date('2026-11-30T19:05:00.000Z'), new Date('2026-11-30T19:05:10.000Z')];
const run = (
  name: IndexedRun['status']['name'],
  times: Pick<IndexedRun, 'startTime' | 'closeTime'>,
): IndexedRun => ({
  ...{ workflowId, runId: name, status: { name } },
  ...times,
});
const reconciled = (...runs: IndexedRun[]) => nightOf(runs).find(({ job }) => job === 'reconcile');

test('a job that goes on as another run has not failed, also before the index knows that run', () => {
  const before = run('CONTINUED_AS_NEW', { startTime: begun, closeTime: ended });
  expect(reconciled(before)).toMatchObject({ state: 'running', at: begun.toISOString() });
  expect(reconciled(run('RUNNING', { startTime: ended }), before)).toMatchObject({ state: 'running' });
  const last = run('COMPLETED', { startTime: ended, closeTime: ended });
  expect(reconciled(before, last)).toMatchObject({ state: 'done', at: ended.toISOString() });
});

test.each(['FAILED', 'TERMINATED', 'TIMED_OUT', 'CANCELLED'] as const)(
  'a job whose run is %s has failed',
  (name) => {
    expect(reconciled(run(name, { startTime: begun, closeTime: ended }))).toMatchObject({ state: 'failed' });
  },
);

test('a job without a run within the day was not done', () => {
  expect(reconciled()).toEqual({ job: 'reconcile', state: 'none' });
});
