import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js';
import { msToTs } from '@temporalio/common/lib/time.js';
import { NativeConnection } from '@temporalio/worker';
import { searchAttributes } from '@toshobin/contracts';
import { durationMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import './quiet-runtime.ts';

/** Where the bootstrap puts the time-skipping server's jars. */
const jars = fileURLToPath(new URL('../../../.local/engines/temporal-test-server', import.meta.url));

/**
 * The classes that the first server had loaded when it ended: with them the next ones start and answer sooner. Java
 * passes over a file that is half written, or not of this Java and these jars.
 */
const loadedClasses = path.join(jars, 'loaded-classes.jsa');

/** The numbers of Temporal's IndexedValueType. */
const indexedTypes = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;

export interface TimeSkippingServer {
  client: Client;
  connection: NativeConnection;
  /** The server's clock, which only moves forward. */
  now(): Promise<Instant>;
  /** Lets a period (ISO 8601) pass in no time; timers within it fire in their order. */
  pass(duration: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Temporal's test server on the JVM: weeks pass in milliseconds, but only when a test says so. One a test file. It
 * serves tests only, since it listens on all interfaces.
 */
export async function startTimeSkippingServer(): Promise<TimeSkippingServer> {
  const port = await freePort();
  const keepsClasses = !existsSync(loadedClasses);
  const server = spawn(
    'java',
    [
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-Xshare:auto',
      `-XX:${keepsClasses ? 'ArchiveClassesAtExit' : 'SharedArchiveFile'}=${loadedClasses}`,
      '-cp',
      path.join(jars, '*'),
      'io.temporal.testserver.TestServer',
      String(port),
    ],
    { stdio: 'ignore' },
  );
  // The server is never left behind, also when the test process ends by exception.
  const killServer = () => server.kill('SIGKILL');
  process.once('exit', killServer);

  const address = `127.0.0.1:${port}`;
  const connection = await connected(address);
  const { testService } = connection;
  if (!testService) throw new Error('The test server offers no control of its clock');
  const native = await NativeConnection.connect({ address });
  await connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name, type }) => [name, indexedTypes[type]]),
    ),
  });

  return {
    client: new Client({ connection }),
    connection: native,
    now: async () => {
      const { time } = await testService.getCurrentTime({});
      return instantFromEpochMs(Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6));
    },
    pass: async (duration) => {
      await testService.unlockTimeSkippingWithSleep({ duration: msToTs(durationMs(duration)) });
    },
    stop: async () => {
      await native.close();
      await connection.close();
      // Only an orderly end writes the classes.
      if (keepsClasses && server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
      process.off('exit', killServer);
      killServer();
    },
  };
}

async function connected(address: string): Promise<Connection> {
  // The SDK keeps the test server's own interface behind this symbol.
  const options = {
    address,
    connectTimeout: 1000,
    [InternalConnectionOptionsSymbol]: { supportsTestService: true },
  };
  for (let attempt = 0; ; attempt++) {
    try {
      return await Connection.connect(options);
    } catch (fault) {
      if (attempt === 100) throw fault;
      await pause(100);
    }
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No free port')),
      );
    });
  });
}
