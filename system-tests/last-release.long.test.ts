import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { root, services } from '@toshobin/infra';
import { type JsonSchema, misreads } from './releases/misreads.ts';

// docs/runbook.md, Before a deployment: while a release is rolled the one before runs on the new schema, and so it does after a rollback.
// The tests of its services are run here, as they were, over the migrations of now.

/** The commit of the last release; until there is one, a commit with migrations after it. */
const lastRelease = readFileSync(path.join(root, 'infra/last-release'), 'utf8').trim();
/** Of each service those that read and write most of its tables. */
const chosen =
  '/(scans|loans|queues|place-in-window|apply|my-library|erase-closed|mails|parcels|basket|later|prisma-session-store|accounts|desk-scans)\\.test\\.ts$';

const then = mkdtempSync(path.join(tmpdir(), 'toshobin-last-release-'));
const owners = services.filter(({ database }) => database !== undefined);
const migrationsIn = (folder: string) => path.join(folder, 'prisma', 'migrations');
const added: string[] = [];

beforeAll(() => {
  execFileSync('sh', ['-c', `git archive ${lastRelease} | tar -x -C "$1"`, 'sh', then], { cwd: root });
  linkPackages();
  for (const { folder } of owners) {
    // Its client is made from its own schema, before the migrations of now are laid into it.
    execFileSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
      cwd: path.join(then, folder),
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
      stdio: 'pipe',
    });
    const migrations = migrationsIn(path.join(then, folder));
    const before = readdirSync(migrations);
    added.push(...readdirSync(migrationsIn(path.join(root, folder))).filter((one) => !before.includes(one)));
    rmSync(migrations, { recursive: true });
    cpSync(migrationsIn(path.join(root, folder)), migrations, { recursive: true });
  }
}, 120_000);
afterAll(() => rmSync(then, { recursive: true, force: true }));

/** The packages of now; our own workspaces are those of then. */
function linkPackages(): void {
  const [now, packages] = [path.join(root, 'node_modules'), path.join(then, 'node_modules')];
  mkdirSync(path.join(packages, '@toshobin'), { recursive: true });
  for (const name of readdirSync(now).filter((one) => one !== '@toshobin'))
    symlinkSync(path.join(now, name), path.join(packages, name));
  const workspaces = ['libs', 'services'].flatMap((folder) =>
    readdirSync(path.join(then, folder)).map((name) => path.join(folder, name)),
  );
  for (const folder of [...workspaces, 'workflows', 'infra']) {
    symlinkSync(path.join(then, folder), path.join(packages, '@toshobin', path.basename(folder)));
    const own = path.join(root, folder, 'node_modules');
    if (existsSync(own)) symlinkSync(own, path.join(then, folder, 'node_modules'));
  }
}

/** What one release's processes say to one another. */
interface Told {
  operations: Record<
    string,
    {
      door: string;
      asked: Record<string, JsonSchema>;
      answered: { read: JsonSchema; written: JsonSchema };
      refusals: string[];
    }
  >;
  events: Record<string, { read: JsonSchema; written: JsonSchema }>;
}
function toldBy(tree: string): Told {
  const script = path.join(root, 'system-tests/releases/tell-contracts.mjs');
  return JSON.parse(
    execFileSync(process.execPath, [script, tree], { encoding: 'utf8', maxBuffer: 64_000_000 }),
  );
}

/**
 * What the last release can't read of what this one says, known and borne with until everything is rolled: each is a new
 * value of a field, or a new refusal. To be emptied with `infra/last-release`.
 */
const borneWith: Readonly<Record<'tasks' | 'mails' | 'verbs' | 'refusals', readonly string[]>> = {
  /** Endings of faults in lists of tasks. */
  tasks: [],
  /** Endings of faults in what names a kind of mail: the samples, and events that tell of mails about reservations alone. */
  mails: [
    // Queued once a library has set a number that the last release does not know.
    'may be "cardErasedSoon"',
  ],
  /** Whole faults: `catalogApi.handIn refuses HELD_NO_MORE`. */
  verbs: [],
  /** Endings of faults in the refusal of an admission that a state tells: `may be "HELD_NO_MORE"`. */
  refusals: [
    // Of the desk's verb that ends a registration: no admission is refused with it.
    'may be "STILL_IN_USE"',
  ],
};
const isBorne = (fault: string) =>
  borneWith.verbs.includes(fault) ||
  [...borneWith.tasks, ...borneWith.mails].some((why) => fault.endsWith(why)) ||
  (fault.includes('/state/refusal ') && borneWith.refusals.some((why) => fault.endsWith(why)));

// Owners are rolled before who asks them, and taken back after (docs/runbook.md): it is always the older that asks.
test('who asks in the last release is understood by the owners of this one, and understands them', () => {
  const [before, now] = [toldBy(then), toldBy(root)];
  const faults: string[] = [];
  for (const [name, { door, asked, answered, refusals }] of Object.entries(before.operations)) {
    const served = now.operations[name];
    if (!served) {
      faults.push(`${name} is gone`);
      continue;
    }
    if (served.door !== door) faults.push(`${name} is asked at ${served.door}, not ${door}`);
    for (const code of served.refusals.filter((one) => !refusals.includes(one)))
      faults.push(`${name} refuses ${code}`);
    for (const [part, schema] of Object.entries(asked))
      faults.push(...misreads(served.asked[part] ?? {}, schema).map((why) => `${name} asks ${part} ${why}`));
    faults.push(...misreads(answered.read, served.answered.written).map((why) => `${name} answers ${why}`));
  }
  expect(faults.filter((fault) => !isBorne(fault))).toEqual([]);
});

test('what is told on Kafka is read by the other release', () => {
  const [before, now] = [toldBy(then), toldBy(root)];
  const faults: string[] = [];
  for (const [type, told] of Object.entries(before.events)) {
    const today = now.events[type];
    if (today) {
      faults.push(...misreads(today.read, told.written).map((why) => `of before, ${type} ${why}`));
      faults.push(...misreads(told.read, today.written).map((why) => `of now, ${type} ${why}`));
    } else faults.push(`${type} is gone`);
  }
  expect(faults.filter((fault) => !isBorne(fault))).toEqual([]);
});

test('the schema of now has what the last release does not know', () => {
  expect(added).not.toEqual([]);
});

test('the services of the last release do on the schema of now what their tests say', async () => {
  const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', chosen], {
    cwd: then,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [jest.stdout, jest.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  const status = await new Promise((resolve) => jest.once('close', resolve));
  expect({ status, said: status === 0 ? '' : said }).toEqual({ status: 0, said: '' });
  expect(said).toMatch(/Tests: +\d{2,} passed/);
}, 1_200_000);
