import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
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
      stderr: expect.stringMatching(
        new RegExp(`^(.*\\n)?dead-letters: Kafka \\(127\\.0\\.0\\.1:${port}\\) does not answer\\n$`),
      ),
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
  [
    ['import', 'package.json', '--source', 'ndl'],
    1,
    'PostgreSQL is not at 127.0.0.1:1 (ECONNREFUSED), where CATALOG_DATABASE_URL has it\n',
  ],
  [['import', 'ndl.mrc', '--source', 'ndl'], 1, "no such file or directory, stat 'ndl.mrc'"],
  [
    ['reconcile', '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0400'],
    1,
    'Temporal (127.0.0.1:1, by TEMPORAL_ADDRESS or PORT_BASE) does not answer: ',
  ],
  [['replay', '--address', '127.0.0.1:2'], 2, 'Temporal (127.0.0.1:2, by --address) does not answer: '],
  [['backup', '--to', 'package.json'], 1, "not a directory, scandir '"],
])('%j is refused in a line', (words, status, said) => {
  const heard = run(words, { CATALOG_DATABASE_URL, TEMPORAL_ADDRESS });
  expect(heard).toEqual({ status, stderr: expect.stringContaining(said) });
  expect(heard.stderr).not.toContain('    at ');
});

test.each([
  ['import', ['import', 'package.json', '--source', 'ndl'], 'PostgreSQL', 'CATALOG_DATABASE_URL has it'],
  ['dead-letters', ['dead-letters'], 'Kafka', 'KAFKA_BROKERS has it'],
  [
    'restored',
    ['restored', 'catalog', '--at', '2026-12-01T03:10:00+09:00'],
    ...['PostgreSQL', 'CATALOG_DATABASE_URL, PATRON_DATABASE_URL, SHIPPING_DATABASE_URL have it'],
  ],
] as const)(
  '%s says which engine is not there, where, and by which setting',
  (name, words, engine, has) => {
    // A name that leads to two addresses, as localhost does, breaks otherwise than one.
    for (const host of ['127.0.0.1', 'localhost']) {
      const nobody = `postgresql://nobody@${host}:1/nothing`;
      const heard = run(words, {
        ...{ CATALOG_DATABASE_URL: nobody, PATRON_DATABASE_URL: nobody, SHIPPING_DATABASE_URL: nobody },
        KAFKA_BROKERS: `${host}:1`,
      });
      expect(heard).toMatchObject({ status: 1 });
      const said = heard.stderr.trimEnd().split('\n').at(-1);
      expect(said).toBe(`${name}: ${engine} is not at ${host}:1 (ECONNREFUSED), where ${has}`);
      expect(heard.stderr).not.toContain('    at ');
    }
  },
  60_000,
);

test('beside a local stack that does not run, PORT_BASE is named, which says where it is', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
  try {
    writeFileSync(
      path.join(folder, 'secrets.json'),
      JSON.stringify({ tokens: {}, databasePassword: 'of-a-stack' }),
    );
    const words = ['import', 'package.json', '--source', 'ndl'];
    const heard = run(words, { LOCAL_STATE: folder, PORT_BASE: '64000' });
    expect(heard).toEqual({
      status: 1,
      stderr:
        'import: PostgreSQL is not at 127.0.0.1:64020 (ECONNREFUSED), where PORT_BASE (64000) has it: is that stack running?\n',
    });
    expect(run(words, { LOCAL_STATE: folder, PORT_BASE: '64000', CATALOG_DATABASE_URL }).stderr).toContain(
      'where CATALOG_DATABASE_URL has it\n',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);

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
