import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { z } from 'zod';

const CATALOG_DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/catalog';
const TEMPORAL_ADDRESS = '127.0.0.1:1';
const root = path.resolve(import.meta.dirname, '../..');

test('a command without a library beside it says which settings are missing, and no more', () => {
  const { PATH = '' } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['infra/run.mjs', 'audit'], {
    cwd: root,
    env: { PATH, LOCAL_STATE: '.local/nowhere' },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining('CATALOG_DATABASE_URL is missing')]);
  expect(stderr).not.toContain('    at ');
});

/** Runs a command with these settings and no others. */
function run(words: readonly string[], settings: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['infra/run.mjs', ...words], {
    cwd: root,
    env: { PATH, LOCAL_STATE: '.local/nowhere', ...settings },
    encoding: 'utf8',
    timeout: 90_000,
  });
  return { status, stderr };
}

test('a command ends where an engine takes connections and gives no answer', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    expect(run(['dead-letters'], { KAFKA_BROKERS: `127.0.0.1:${port}` })).toEqual({
      status: 1,
      // It may say before that it waits.
      stderr: expect.stringMatching(/^(.*\n)?Kafka does not answer\n$/),
    });
  } finally {
    silent.close();
  }
}, 100_000);

test.each([
  ['Temporal', ['reconcile', '--all'], 'TEMPORAL_ADDRESS'],
  ['Kafka', ['set-up'], 'KAFKA_BROKERS'],
  ['PostgreSQL', ['import', 'package.json', '--source', 'ndl'], 'CATALOG_DATABASE_URL'],
])(
  'where %s gives no answer, %j says after some seconds that it waits for it',
  async (engine, words, setting) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    const address = `127.0.0.1:${port}`;
    const told = setting.endsWith('_URL')
      ? `postgresql://nobody@${address}/catalog?connect_timeout=60`
      : address;
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['infra/run.mjs', ...words], {
      cwd: root,
      env: { PATH, LOCAL_STATE: '.local/nowhere', TEMPORAL_ADDRESS, [setting]: told },
    });
    try {
      const [first] = await once(createInterface({ input: child.stderr }), 'line');
      expect(first).toBe(`${words[0]} waits for ${engine} (${address}), which does not answer`);
    } finally {
      child.kill('SIGKILL');
      silent.close();
    }
  },
  100_000,
);

test.each([
  [['replay', '--adress', 'temporal:7233'], 2, "Unknown option '--adress'"],
  [['import', 'names.mrc', '--name'], 2, "Unknown option '--name'"],
  [['import', 'package.json', '--source', 'ndl'], 1, 'connect ECONNREFUSED 127.0.0.1:1'],
  [['import', 'ndl.mrc', '--source', 'ndl'], 1, "no such file or directory, stat 'ndl.mrc'"],
  [['reconcile', '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0400'], 1, 'Temporal does not answer: '],
  [['backup', '--to', 'package.json'], 1, "not a directory, scandir '"],
])('%j is refused in a line', (words, status, said) => {
  const heard = run(words, { CATALOG_DATABASE_URL, TEMPORAL_ADDRESS });
  expect(heard).toEqual({ status, stderr: expect.stringContaining(said) });
  expect(heard.stderr).not.toContain('    at ');
});

test('what an engine that gives no answer has made impossible is told in lines, and not by where it happened', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = z.object({ port: z.number() }).parse(silent.address());
  const address = `127.0.0.1:${port}`;
  const heard = run(['import', 'package.json', '--source', 'ndl'], {
    CATALOG_DATABASE_URL: `postgresql://nobody@${address}/catalog?connect_timeout=1`,
  });
  silent.close();
  expect(heard.status).toBe(1);
  expect(heard.stderr).toContain(`import: PostgreSQL (${address}) does not answer: `);
  expect(heard.stderr).not.toContain('    at ');
}, 100_000);

test('what is to be published again since a day that has not begun is refused', () => {
  const heard = run(['dead-letters', '--resend', 'catalog', '--since', '2999-01-01'], {
    CATALOG_DATABASE_URL,
  });
  expect(heard).toEqual({
    status: 1,
    stderr:
      '2999-01-01 has not begun in Tokyo: nothing was published since, and nothing is published again\n',
  });
});

test.each(['2026-12-01', '2026-12-01T03:10:00', 'yesterday'])(
  'a restore at %s is refused: nobody knows by which clock',
  (at) => {
    const nobody = 'postgresql://nobody@127.0.0.1:1/nothing';
    const heard = run(['restored', 'catalog', '--at', at], {
      CATALOG_DATABASE_URL,
      PATRON_DATABASE_URL: nobody,
      SHIPPING_DATABASE_URL: nobody,
    });
    expect(heard).toEqual({ status: 2, stderr: expect.stringContaining('with its offset') });
  },
);
