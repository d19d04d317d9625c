import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Stack } from '@toshobin/infra';
import { startStack } from '@toshobin/infra';
import pg from 'pg';
import { audit } from './audit/audit.ts';
import { lineOf } from './audit/finding.ts';
import { addressesOf, openLibrary } from './audit/open-library.ts';
import { Scene } from './audit/planted.ts';
import { readBackup } from './restore/backup.ts';
import { eventually } from './src/eventually.ts';
import { libraryOfTheFile } from './src/library-of-the-file.ts';
import { typeCommand } from './src/operator-command.ts';
import { environmentOfItsOwn, ownPortBase } from './src/own-stack.ts';

// docs/runbook.md, Backup and restore: a library at work is backed up, works on, is lost, and stands elsewhere again.

const open = libraryOfTheFile();
const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-kept-'));
const backup = path.join(folder, 'backup');
let elsewhere: Stack | undefined;

afterAll(async () => {
  await elsewhere?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
});

/** Types a command and answers what it said. */
async function types(env: Readonly<Record<string, string>>, ...words: string[]): Promise<string> {
  const { failed, said } = await typeCommand(env, ...words);
  if (failed) throw new Error(said);
  return said;
}

async function rowsOf(url: string | undefined, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a library that is backed up at work stands again on an empty machine, and contradicts nothing', async () => {
  const { stack } = open();
  const scene = new Scene(open());
  const [toFetch, ready, lent] = await Promise.all([scene.toFetch(), scene.ready(), scene.lent()]);
  await types(stack.env, 'backup', '--to', backup);
  expect(await types(stack.env, 'backup', '--note', backup)).toContain('whole, and noted as the last one');
  const described = await readBackup(backup);
  const noted = await rowsOf(stack.env.STAFF_WEB_DATABASE_URL, 'SELECT begun_at FROM last_backup');
  expect(noted).toEqual([{ begun_at: new Date(described.begun) }]);
  expect(described.databases.map(({ name }) => name)).toEqual([
    'catalog',
    'patron',
    'shipping',
    'patron_web',
    'staff_web',
  ]);
  expect(described.temporalFile?.bytes).toBeGreaterThan(100_000);
  expect((await typeCommand(stack.env, 'backup', '--to', backup)).said).toContain('is not empty');
  expect((await typeCommand(stack.env, 'restore', '--from', backup)).said).toContain('is not empty');

  // What comes after it is lost with the machine.
  await toFetch.fetch();
  await ready.handOut();
  await lent.bringBack();
  const since = await scene.toFetch();
  await stack.stop();

  const portBase = await ownPortBase();
  const place = {
    ...environmentOfItsOwn(),
    PORT_BASE: String(portBase),
    LOCAL_STATE: path.join(folder, 'elsewhere'),
  };
  const said = await types(place, 'restore', '--from', backup);
  expect(said).toMatch(/catalog: \d+ rows, as at .*Then start the services/s);
  elsewhere = await startStack({
    portBase,
    stateFolder: place.LOCAL_STATE,
    env: { ...environmentOfItsOwn(), CATALOGUE_SAMPLE: '800' },
    say: () => undefined,
  });
  const { env } = elsewhere;
  expect(await rowsOf(env.PATRON_WEB_DATABASE_URL, 'SELECT FROM session')).toEqual([]);
  const reserved = `SELECT reservation_id AS id FROM application WHERE reservation_id IN
    ('${toFetch.reservationId}', '${since.reservationId}')`;
  expect(await rowsOf(env.PATRON_DATABASE_URL, reserved)).toEqual([{ id: toFetch.reservationId }]);

  const seen = openLibrary(addressesOf(env));
  try {
    await eventually(
      'an audit without a contradiction',
      async () => {
        await types(env, 'reconcile', '--all');
        const { reservations, findings } = await audit(seen, { settleMs: 5_000, asksProcesses: true });
        expect(findings.map(lineOf)).toEqual([]);
        expect(reservations).toBeGreaterThanOrEqual(3);
        return true;
      },
      { within: 240_000, every: 2_000 },
    );
  } finally {
    await seen.close();
  }
}, 900_000);

test('a backup in which something was changed is not restored', async () => {
  appendFileSync(path.join(backup, 'patron', 'patron.copy.zst'), 'x');
  const place = { ...environmentOfItsOwn(), LOCAL_STATE: path.join(folder, 'third') };
  const { failed, said } = await typeCommand(
    { ...place, PORT_BASE: String(await ownPortBase()) },
    'restore',
    '--from',
    backup,
  );
  expect(failed).toBe(true);
  expect(said).toContain('patron/patron.copy.zst is not as it was written');
}, 120_000);
