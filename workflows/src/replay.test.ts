import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { createLogger } from '@toshobin/service';
import { bundleWorkflows } from './bundle-workflows.ts';
import { chartSinks } from './charts/chart-sinks.ts';
import { historyFromJson } from './testing/history-json.ts';
import { recordedPaths } from './testing/recorded-paths.ts';
import './testing/quiet-runtime.ts';
import { keptBundle } from './kept-bundle.ts';

const folder = new URL('./histories/', import.meta.url);
const recorded = readdirSync(folder).filter((file) => file.endsWith('.json'));
const sinks = chartSinks(createLogger('replay', 'silent'));
const historyOf = (file: string) => historyFromJson(readFileSync(new URL(file, folder), 'utf8'));

describe('histories of processes that are under way somewhere', () => {
  const faults = new Map<string, Error | undefined>();
  beforeAll(async () => {
    const workflowBundle = await keptBundle();
    const histories = recorded.map((file) => ({ workflowId: file, history: historyOf(file) }));
    for await (const replayed of Worker.runReplayHistories({ workflowBundle, sinks }, histories)) {
      faults.set(replayed.workflowId, replayed.error);
    }
  });

  test('every path has one', () => {
    expect(recorded.sort()).toEqual(recordedPaths.map(({ name }) => `${name}.json`).sort());
  });

  test.each(recorded)('%s goes on with the code of today', (file) => {
    expect([faults.has(file), faults.get(file)]).toEqual([true, undefined]);
  });
});

test('a command more, without `patched`, is caught before a release', async () => {
  const workflowBundle = await bundleWorkflows(new URL('./testing/changed-workflows.ts', import.meta.url));
  const replay = Worker.runReplayHistory({ workflowBundle, sinks }, historyOf('municipal-return.json'));
  await expect(replay).rejects.toThrow(DeterminismViolationError);
});
