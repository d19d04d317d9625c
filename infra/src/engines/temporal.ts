import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { logFile, openLog } from '../logs.ts';
import type { Plan } from '../plan.ts';
import { root } from '../services.ts';
import { spawnBound } from '../spawn-bound.ts';
import type { ChildDescription } from '../supervised-child.ts';

const run = promisify(execFile);

/**
 * The server reads its queues at most 20 times a second by default, so every step of a workflow costs
 * 50 ms; with these it costs 10. One partition a task queue is enough for one desk.
 */
export const settings = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  // After its workers were killed some times in a row a process waits for this long (by default up to ten minutes) until another takes it.
  'history.workflowTaskRetryMaxInterval="30s"',
  // A process whose code failed twice in a row is shown as stuck (by default five times, about a minute).
  'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2',
];

const quickFile = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

/** The local Temporal server with its UI. */
export function temporal(plan: Plan): ChildDescription {
  const binary = temporalBinary();
  const address = ['--address', `127.0.0.1:${plan.ports.temporal}`];
  const namespace = ['--namespace', plan.env.TEMPORAL_NAMESPACE ?? 'default'];
  return {
    name: 'temporal',
    log: logFile(plan.stateFolder, 'temporal'),
    spawn: () => {
      const log = openLog(plan.stateFolder, 'temporal');
      const ports = {
        '--port': plan.ports.temporal,
        '--ui-port': plan.ports.temporalUi,
        '--metrics-port': plan.ports.temporalMetrics,
      };
      const args = [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'warn', '--ui-disable-news-fetch'],
        ...Object.entries(ports).flatMap(([flag, port]) => [flag, String(port)]),
        ...['--db-filename', path.join(plan.stateFolder, 'temporal.db')],
        ...namespace,
        ...settings.flatMap((setting) => ['--dynamic-config-value', setting]),
        ...quickFile,
      ];
      return spawnBound(binary, args, { stdio: ['ignore', log, log] });
    },
    probe: async () => {
      // Closed histories stay a week (the nightly work deletes them earlier); the server's own default is a
      // day. That this can be set shows that the namespace is there, too.
      await run(binary, ['operator', 'namespace', 'update', ...address, ...namespace, '--retention', '7d']);
      return true;
    },
    stopSignal: 'SIGTERM',
    grace: 15,
  };
}

/** The `temporal` command: named by TEMPORAL_BINARY, else on the PATH, else the one that bootstrap fetched. */
export function temporalBinary(): string {
  const named = process.env.TEMPORAL_BINARY;
  if (named) return named;
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'temporal'))
    .find((file) => existsSync(file));
  return onPath ?? path.join(root, '.local/engines/temporal/temporal');
}
