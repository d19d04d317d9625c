import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { searchAttributes } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { freePort, type TimeSkippingServer } from './time-skipping-server.ts';
import './quiet-runtime.ts';

const typeNames = { KEYWORD: 'Keyword', BOOL: 'Bool', DATETIME: 'Datetime' } as const;

/**
 * A real Temporal server in memory, for what the time-skipping one does otherwise (the length of a history). Its time
 * is ours, so nothing passes.
 */
export async function startRealServer(): Promise<TimeSkippingServer & { address: string }> {
  const port = await freePort();
  const attributes = Object.values(searchAttributes).flatMap(({ name, type }) => [
    '--search-attribute',
    `${name}=${typeNames[type]}`,
  ]);
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--log-level', 'never'];
  args.push('--dynamic-config-value', 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=1');
  const server = spawn(
    process.env.TEMPORAL_BINARY ?? 'temporal',
    [...args, '--port', String(port), ...attributes],
    {
      stdio: 'ignore',
    },
  );
  const killServer = () => server.kill('SIGKILL');
  process.once('exit', killServer);
  const address = `127.0.0.1:${port}`;
  const connection = await ready(address);
  const native = await NativeConnection.connect({ address });
  return {
    address,
    client: new Client({ connection }),
    connection: native,
    now: async () => instantFromDate(new Date()),
    pass: async () => {},
    stop: async () => {
      await native.close();
      await connection.close();
      process.off('exit', killServer);
      killServer();
    },
  };
}

/** A connection once the namespace is there. */
async function ready(address: string): Promise<Connection> {
  for (let attempt = 0; ; attempt++) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1000 });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      return connection;
    } catch (fault) {
      if (attempt === 200) throw fault;
      await pause(100);
    }
  }
}
