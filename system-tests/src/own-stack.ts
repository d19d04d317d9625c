import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePortBase, type Stack, startStack } from '@toshobin/infra';

/** What another stack's environment may have told this process; a stack of our own has its own of each. */
const addresses = [
  'CATALOG_DATABASE_URL',
  'PATRON_DATABASE_URL',
  'SHIPPING_DATABASE_URL',
  'PATRON_WEB_DATABASE_URL',
  'STAFF_WEB_DATABASE_URL',
  'KAFKA_BROKERS',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_UI_URL',
  'SES_ENDPOINT',
  'SES_REGION',
  'CATALOG_URL',
  'PATRON_URL',
  'SHIPPING_URL',
  'WORKFLOWS_URL',
  'PATRON_WEB_URL',
  'STAFF_WEB_URL',
  'PATRON_WEB_TOKEN',
  'STAFF_WEB_TOKEN',
  'PATRON_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];

/** A stack of our own: on free ports, with local engines alone and a temporary state folder. */
export interface OwnStack {
  readonly stack: Stack;
  readonly portBase: number;
  readonly stateFolder: string;
  /** What it was started with beside its ports and folder, for a second start on the same state. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops it and removes its state. */
  remove(): Promise<void>;
}

/** The environment of a stack that stands by itself, whatever this process was told of another one. */
export function environmentOfItsOwn(): Record<string, string> {
  return {
    // An empty variable counts as not given.
    ...Object.fromEntries(addresses.map((name) => [name, ''])),
    MAINTENANCE_WINDOW: 'off',
    MAIL_WINDOW: 'always',
    NOTICE_GATHER_SECONDS: '1',
    WORKFLOW_BUNDLES: fileURLToPath(new URL('../../.local/workflow-bundle', import.meta.url)),
    DEMO_DATA: 'on',
  };
}

/** Free ports for a stack of this test file or command: two that look at the same moment look in different places. */
export function ownPortBase(): Promise<number> {
  return freePortBase(16_000 + 1_000 * Number(process.env.JEST_WORKER_ID ?? 1 + (process.pid % 12)));
}

export async function startOwnStack(
  options: { env?: Record<string, string>; say?: (line: string) => void } = {},
): Promise<OwnStack> {
  const stateFolder = mkdtempSync(path.join(tmpdir(), 'toshobin-'));
  const env = { ...environmentOfItsOwn(), ...options.env };
  const portBase = await ownPortBase();
  try {
    const stack = await startStack({ portBase, stateFolder, env, say: options.say ?? (() => undefined) });
    return {
      stack,
      portBase,
      stateFolder,
      env,
      async remove() {
        await stack.stop();
        // A process that was killed with its launcher may still be writing.
        rmSync(stateFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
      },
    };
  } catch (fault) {
    rmSync(stateFolder, { recursive: true, force: true });
    throw fault;
  }
}
