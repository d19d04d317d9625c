import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { databaseVariables } from '../configuration-faults.mjs';
import { commands } from './commands.ts';
import { readOrder } from './dead-letter-order.ts';
import { root } from './services.ts';

// docs/runbook.md: what an operator types at night is there, and is understood.

const page = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');
const typed = [...page.matchAll(/node infra\/run\.mjs ([^\n`#…]*)/g)]
  .map(([, words = '']) => words.trim().replaceAll(/\[[^\]]*\]?/g, ''))
  .map((words) => words.replaceAll('<reservation id>', randomUUID()).replaceAll('<account>', 'sato'))
  .map((words) => words.trim().split(/\s+/));

/** Runs a command with nothing but these settings, as in a container that has no others. */
function run(words: readonly string[], settings: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['infra/run.mjs', ...words], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      NODE_ENV: 'production',
      ...settings,
    },
  });
  return { status, said: stdout + stderr };
}

test('every command that the runbook names is there, and its arguments are understood', () => {
  for (const [name = '', ...args] of typed) {
    const entry = commands[name]?.entry ?? `of ${name}`;
    expect({ name, entry, there: existsSync(path.join(root, entry)) }).toEqual({ name, entry, there: true });
    if (name === 'dead-letters')
      expect({ args, order: readOrder(args) }).toEqual({ args, order: expect.anything() });
  }
  expect(new Set(typed.map(([name]) => name))).toEqual(
    new Set([
      'audit',
      'backup',
      'dead-letters',
      'import',
      'import-cards',
      'reconcile',
      'replay',
      'restore',
      'restored',
      'set-up',
      'staff-account',
    ]),
  );
});

test('a command asks for its own settings alone, and only after it has understood its arguments', () => {
  const first = (name: string, word?: string) =>
    typed.find(([other, next]) => other === name && (word === undefined || next === word)) ?? [];
  const asked: [readonly string[], string[]][] = [
    [first('reconcile'), ['TEMPORAL_ADDRESS']],
    [first('staff-account', 'administrator'), ['STAFF_WEB_DATABASE_URL', 'STAFF_WEB_URL']],
    [first('staff-account', 'rescue'), ['STAFF_WEB_DATABASE_URL', 'STAFF_WEB_URL']],
    [['import-cards', 'cards.csv', '--try'], ['PATRON_DATABASE_URL']],
    [first('backup'), [...databaseVariables]],
    [first('dead-letters'), ['KAFKA_BROKERS']],
    [first('dead-letters', '--resend'), ['CATALOG_DATABASE_URL']],
    [
      first('audit'),
      [
        'CATALOG_DATABASE_URL',
        'PATRON_DATABASE_URL',
        'SHIPPING_DATABASE_URL',
        'KAFKA_BROKERS',
        'TEMPORAL_ADDRESS',
      ],
    ],
  ];
  for (const [words, settings] of asked) {
    const { status, said } = run(words);
    expect({
      words,
      status,
      missing: said.match(/^ {2}\w+(?= is missing$)/gm)?.map((name) => name.trim()) ?? said,
    }).toEqual({ words, status: 1, missing: settings });
    expect(commands[words[0] ?? '']?.needs(words.slice(1))).toEqual(settings);
  }
}, 120_000);

test('an operator’s container is asked for commands that there are', () => {
  const asked = ['docs/runbook.md', 'docs/deploy.md', 'infra/production/night.sh'].flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\boperator ([a-z-]+) [-/]/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(asked).toEqual(expect.arrayContaining(['backup', 'restore', 'reconcile', 'audit', 'import']));
  expect(asked.filter((name) => !(name in commands))).toEqual([]);
});

test('a process is asked from within how it is, and what it counts, by what the runbook has typed', async () => {
  const token = path.join(tmpdir(), `toshobin-metrics-${randomUUID()}`);
  writeFileSync(token, 'new,old');
  const asked = createServer(({ url, headers }, response) =>
    response.end(`${url} ${headers.authorization ?? 'nobody'}`),
  ).listen(0, '127.0.0.1');
  await once(asked, 'listening');
  const at = asked.address();
  const env = { LOOPBACK_PORT: String(typeof at === 'object' ? at?.port : ''), METRICS_TOKEN_FILE: token };
  const scripts = [...page.matchAll(/docker exec .+ node -e '([^']*)'/g)].map(([, script = '']) => script);
  const said = await Promise.all(
    scripts.map((script) => promisify(execFile)(process.execPath, ['-e', script], { env })),
  );
  asked.close();
  rmSync(token);
  expect(said.map(({ stdout }) => stdout.trim())).toEqual(['200 /readyz nobody', '/metrics Bearer new']);
});

test('what nobody knows is answered with what there is', () => {
  const { status, said } = run(['put-everything-right']);
  expect({ status, said }).toEqual({
    status: 2,
    said: expect.stringContaining('reconcile|replay|staff-account|dead-letters'),
  });
  expect(run(['reconcile', 'not-a-number'])).toMatchObject({
    status: 2,
    said: expect.stringContaining('Usage'),
  });
});

test('what the pages name of npm run is there', () => {
  const scripts = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).scripts;
  const pages = ['README.md', 'docs/runbook.md', 'docs/architecture.md'].map((file) =>
    readFileSync(path.join(root, file), 'utf8'),
  );
  const named = pages.flatMap((text) =>
    [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name = '']) => name),
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  expect(named.length).toBeGreaterThan(5);
});

test('every reason for which an event could not be read is explained', () => {
  const wordsIn = (file: string, reason: RegExp) =>
    [...readFileSync(path.join(root, 'libs/events/src', file), 'utf8').matchAll(reason)].map(
      ([, words = '']) => words,
    );
  const reasons = [
    ...wordsIn('read-one.ts', /new Poison\([`']([^`':]+)/g),
    ...wordsIn('dead-letter.ts', /headers\.data\.reason : '([^']+)'/g),
  ];
  expect(reasons).toHaveLength(3);
  expect(reasons.filter((words) => !page.includes(`\`${words}\``))).toEqual([]);
});
