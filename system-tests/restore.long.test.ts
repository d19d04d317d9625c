import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { patronWebApi } from '@toshobin/contracts';
import pg from 'pg';
import { audit } from './audit/audit.ts';
import { lineOf } from './audit/finding.ts';
import { addressesOf, type OpenLibrary, openLibrary } from './audit/open-library.ts';
import { Scene } from './audit/planted.ts';
import { Backups, type Keeper } from './restore/backups.ts';
import { eventually } from './src/eventually.ts';
import { libraryOfTheFile } from './src/library-of-the-file.ts';
import { typeCommand } from './src/operator-command.ts';
import { granted } from './src/web-session.ts';

// docs/runbook.md, After a restore: a database is set back while the others have gone on, and the
// commands of that page are run.

const open = libraryOfTheFile();
let seen: OpenLibrary;
let scene: Scene;
let backups: Backups;

beforeAll(() => {
  seen = openLibrary(addressesOf(open().stack.env));
  scene = new Scene(open());
  backups = new Backups(open().stack);
});
afterAll(() => seen?.close());

/** Types a command of the runbook; answers what it said. */
async function types(...words: string[]): Promise<string[]> {
  const { failed, said } = await typeCommand(open().stack.env, ...words);
  if (failed) throw new Error(said);
  return said.trim().split('\n');
}

/** Work of which the earlier half is in a backup; each call has it go on with something else. */
async function workOfADay() {
  const [toFetch, ready, lent] = await Promise.all([
    scene.toFetch(),
    scene.ready(),
    scene.lent(),
    scene.twoOfOne(),
  ]);
  return {
    async goesOn() {
      await toFetch.fetch();
      await toFetch.packAndDispatch();
      await ready.handOut();
      await lent.bringBack();
      const fresh = [await scene.toFetch(), await scene.lent()];
      return fresh.map(({ reservationId }) => reservationId);
    },
    returned: lent.reservationId,
    /** Who brings the loan back has their history kept. */
    async wantsHistory() {
      const body = { titlesInMail: true, handedInMail: false, keepHistory: true };
      granted(await lent.cast.patron.session.call(patronWebApi.changePreferences, { body }));
    },
    async deletesHistory() {
      const { session } = lent.cast.patron;
      expect(granted(await session.call(patronWebApi.forgetHistory, { body: {} })).forgotten).toBe(1);
    },
    async historyNow() {
      const answer = await lent.cast.patron.session.call(patronWebApi.history, { query: { page: 1 } });
      return granted(answer).total;
    },
  };
}

const rowsOf = (reservationId: string) => seen.patron.application.count({ where: { reservationId } });

/** What was returned, was so days ago: the night erases it. */
async function twoNightsPass(reservationId: string): Promise<void> {
  const { env } = open().stack;
  const ago = async (database: string, sql: string) => {
    const client = new pg.Client({ connectionString: env[database] });
    await client.connect();
    expect((await client.query(sql, [reservationId])).rowCount).toBe(1);
    await client.end();
  };
  await eventually('the end of it', async () => {
    const row = await seen.patron.application.findUnique({ where: { reservationId } });
    return row?.closedAt;
  });
  const days = "- interval '5 days'";
  await ago(
    'PATRON_DATABASE_URL',
    `UPDATE application SET closed_at = closed_at ${days} WHERE reservation_id = $1`,
  );
  await ago(
    'CATALOG_DATABASE_URL',
    `UPDATE reservation_state SET standing = jsonb_set(standing, '{state,settled,on}', '"2026-01-05"')
     WHERE reservation_id = $1`,
  );
  await types('reconcile', '--all');
  expect(await rowsOf(reservationId)).toBe(0);
}

/** @param named what the operator says was set back; all of it where nothing is said */
async function comesBack(lost: readonly Keeper[], named: readonly Keeper[] = lost): Promise<string[]> {
  for (const keeper of lost) await backups.setBack(keeper);
  const at = new Date().toISOString();
  await types('restored', ...named, '--at', at);
  const lines = await types('reconcile', '--all');
  // What is told is on its way for a moment; a second time there is nothing left to be said of what was mended.
  const contradictions = async () =>
    (await audit(seen, { settleMs: 5_000, asksProcesses: true })).findings.map(lineOf);
  await eventually(
    'an audit without a contradiction',
    async () => {
      expect(await contradictions()).toEqual([]);
      return true;
    },
    { within: 240_000, every: 2_000 },
  );
  return lines;
}

describe('set back to another moment', () => {
  test('all four, each to a moment of its own', async () => {
    const work = await workOfADay();
    await backups.take('shipping');
    await work.goesOn();
    await backups.take('temporal');
    await (await workOfADay()).goesOn();
    await backups.take('patron');
    const later = await workOfADay();
    await backups.take('catalog');
    await later.goesOn();
    await comesBack(['catalog', 'patron', 'shipping', 'temporal'], []);
  }, 900_000);

  test.each([['catalog'], ['patron'], ['shipping'], ['temporal']] as const)(
    '%s alone',
    async (keeper) => {
      const work = await workOfADay();
      if (keeper === 'patron') await work.wantsHistory();
      await backups.take(keeper);
      const since = await work.goesOn();
      if (keeper === 'patron') {
        await work.deletesHistory();
        await twoNightsPass(work.returned);
      }
      const lines = await comesBack([keeper]);
      if (keeper === 'patron') {
        expect(await rowsOf(work.returned)).toBe(0);
        // Also what a patron deleted by themselves has not come back.
        expect(lines).toContainEqual(expect.stringContaining('deleted from a history by its patron'));
        expect(await work.historyNow()).toBe(0);
      }
      // An open reservation whose application is lost is named and released; of the lent one the desk is told.
      if (keeper === 'patron')
        for (const [n, what] of ['released', 'lent'].entries())
          expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${since[n]}.*${what}`)));
    },
    600_000,
  );
});
