import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OwnTestPostgres, startOwnPostgres } from '@toshobin/database/testing';
import pg from 'pg';
import { searchRecords } from '../search/search-records.ts';
import { CatalogInTest } from '../testing/catalog-in-test.ts';
import { cutRecords } from './cut-records.ts';
import { importFile } from './import-file.ts';
import { readMapping } from './mapping.ts';
import { marcOut } from './marc-out.ts';

// 250,000 records of the Library of Congress, and broken files beside them, are in the source distribution of pymarc
// 5.4.0. It is fetched (76 MB) and kept in .local, or is the file that PYMARC names.
const WHOLE = 250_000;
/** How many records are read: fewer for a look, or more (respelled) by IMPORT_RECORDS. */
const RECORDS = Number(process.env.IMPORT_RECORDS ?? WHOLE);
const kept = path.resolve('.local', 'pymarc');
const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
const script = fileURLToPath(new URL('../import.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'import-'));
const inArchive = (name: string) => path.join(folder, 'pymarc-5.4.0', name);
const books = path.join(folder, 'books.mrc');

const SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** The chosen records in Japanese: their numbers, and whether a title in script stands beside that in romaji. */
const japanese = new Map<string, { written: boolean }>();
/** How far the file was read when the command was killed. */
let killedAt = 0;

let postgres: OwnTestPostgres;
let catalog: CatalogInTest;
let url: string;
/** One connection for the whole test: a busy machine lets a new one wait. */
let watching: pg.Client;
const children: ChildProcess[] = [];

beforeAll(async () => {
  const archive = process.env.PYMARC ?? path.join(kept, 'pymarc-5.4.0.tar.gz');
  if (!existsSync(archive)) {
    mkdirSync(kept, { recursive: true });
    execFileSync('python3', [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--no-binary',
      'pymarc',
      '-d',
      kept,
      'pymarc==5.4.0',
    ]);
  }
  execFileSync('tar', ['xzf', archive, '-C', folder]);
  const chosen = openSync(books, 'w');
  // A small sample takes every so many records, since those of a language stand together.
  const each = Math.max(1, Math.floor(WHOLE / RECORDS));
  for (let cut = 0; cut < RECORDS; ) {
    const round = Math.floor(cut / WHOLE);
    let place = 0;
    for await (const { bytes } of cutRecords(
      createReadStream(inArchive('BooksAll.2016.part01.utf8'), { highWaterMark: 1 << 20 }),
    )) {
      place += 1;
      if (place % each !== 0) continue;
      const one = round === 0 ? bytes : respelled(bytes, round);
      writeSync(chosen, one);
      if (fieldOf(one, '008').slice(35, 38) === 'jpn')
        japanese.set(fieldOf(one, '001').trim(), { written: SCRIPT.test(titleElsewhere(one)) });
      cut += 1;
      if (cut === RECORDS) break;
    }
  }
  closeSync(chosen);
  // The indexes of a million records fit into the server's buffers.
  postgres = await startOwnPostgres(['shared_buffers=2GB', 'max_wal_size=4GB']);
  url = await postgres.createMigrated('catalog', migrations);
  catalog = new CatalogInTest().open(url);
  watching = new pg.Client({ connectionString: url });
  await watching.connect();
}, 1_800_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await watching?.end();
  await catalog?.deps.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

/** The title proper that the 880 of 245 has. */
function titleElsewhere(record: Buffer): string {
  const fields = record.toString().split('\u001e');
  const linked = fields.find((field) => field.includes('\u001f6245-')) ?? '';
  const title = linked.split('\u001f').find((subfield) => subfield.startsWith('a')) ?? '';
  return title.slice(1);
}

/** The content of a record's first field of that tag, by its directory. */
function fieldOf(record: Buffer, tag: string): string {
  const base = Number(record.toString('latin1', 12, 17));
  const entries = record.toString('latin1', 24, base - 1).match(/.{12}/gu) ?? [];
  const entry = entries.find((one) => one.startsWith(tag)) ?? '';
  const begin = base + Number(entry.slice(7));
  return record.toString('latin1', begin, begin + Number(entry.slice(3, 7)) - 1);
}

/**
 * One more record, of the same length: its number begins with another letter, and the vowels of its titles, names and
 * subjects (100 to 799) are moved on, so that it is called otherwise.
 */
function respelled(record: Buffer, round: number): Buffer {
  const bytes = Buffer.from(record);
  const number = (from: number, to: number) => Number(record.toString('latin1', from, to));
  const base = number(12, 17);
  for (let entry = 24; entry < base - 1; entry += 12) {
    const tag = number(entry, entry + 3);
    const [begin, length] = [base + number(entry + 7, entry + 12), number(entry + 3, entry + 7)];
    if (tag === 1) bytes.write('abcd'.charAt(round - 1), begin);
    if (tag < 100 || tag > 799) continue;
    for (let at = begin; at < begin + length; at += 1) {
      const vowel = bytes[at - 1] === 0x1f ? -1 : 'aeiou'.indexOf(String.fromCharCode(bytes[at] ?? 0));
      if (vowel >= 0) bytes.write('aeiou'.charAt((vowel + round) % 5), at);
    }
  }
  return bytes;
}

/** Runs `npm run import`, in a process of its own. */
function importing(file: string): ChildProcess {
  const child = spawn(process.execPath, [script, file, '--source', 'loc'], {
    env: { ...process.env, NODE_OPTIONS: '', CATALOG_DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  children.push(child);
  return child;
}

const row = async (sql: string) => (await watching.query(sql)).rows[0];
const lastRun = () =>
  row('SELECT id, read, added, refused, ended_at FROM import_run ORDER BY id DESC LIMIT 1');

/** Searches, one after another, until something is over: how long each took. */
async function searchWhile(over: Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let isOver = false;
  const ended = () => {
    isOver = true;
  };
  over.then(ended, ended);
  for (let n = 0; !isOver; n += 1) {
    const begun = performance.now();
    await searchRecords(catalog.deps.searchPool, {
      text: ['history', '東京', 'Japan 1945', 'soseki'][n % 4] ?? '',
    });
    took.push(performance.now() - begun);
    await wait(100);
  }
  await over;
  return took.sort((one, other) => one - other);
}

/** Seconds of processor time that a process has taken; the last figure once it has ended (Linux). */
function processorTime(pid = 0, last = 0): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return last;
  const [, ticks = ''] = readFileSync(file, 'utf8').split(') ');
  const [user = 0, system = 0] = ticks.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

/** The processor time of an import command and of its two connections, until it is over. */
async function follow(child: ChildProcess, isOver: () => Promise<boolean>) {
  const taken = { command: 0, database: 0 };
  const backends = new Map<number, number>();
  while (!(await isOver())) {
    const { rows } = await watching.query(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 7105004 AND granted
       UNION SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT gin_clean_pending_list%'`,
    );
    for (const { pid } of rows) backends.set(pid, processorTime(pid, backends.get(pid)));
    taken.command = processorTime(child.pid, taken.command);
    taken.database = [...backends.values()].reduce((sum, seconds) => sum + seconds, 0);
    await wait(50);
  }
  return taken;
}

test('250,000 records come in, killed at half and gone on with, while people search', async () => {
  const begun = performance.now();
  const first = importing(books);
  const killed = once(first, 'exit');
  const toHalf = follow(first, async () => ((await lastRun())?.read ?? 0) >= RECORDS / 2);
  const searched = await searchWhile(
    (async () => {
      await toHalf;
      first.kill('SIGKILL');
      await killed;
    })(),
  );
  const half = await lastRun();
  killedAt = half.read;
  expect(half.ended_at).toBeNull();
  expect(half.read).toBeGreaterThanOrEqual(RECORDS / 2);
  expect(half.read).toBeLessThan(RECORDS);
  const beforeKill = half.read / ((performance.now() - begun) / 1000);
  expect(await row('SELECT count(*)::int AS n FROM imported_record')).toEqual({ n: half.added });
  const second = importing(books);
  const exit = once(second, 'exit');
  const toEnd = await follow(second, async () => second.exitCode !== null);
  const [code] = await exit;
  expect(code).toBe(0);
  const seconds = (performance.now() - begun) / 1000;
  const whole = await lastRun();
  expect(whole).toMatchObject({ id: half.id, read: RECORDS });
  expect(whole.ended_at).not.toBeNull();
  expect(await row('SELECT count(*)::int AS n FROM imported_record')).toEqual({ n: whole.added });
  const withIsbn = await row(
    'SELECT count(*)::int AS n FROM bibliographic_record WHERE cardinality(isbns) > 0',
  );
  // 174,249 have the field of ISBNs; in 171,843 of them a number has the right check digit, and two of these are
  // refused.
  if (RECORDS === WHOLE) expect(withIsbn).toEqual({ n: 171_841 });
  // While all records wait for the night, those whose title is known come first.
  const { title } = await row(
    'SELECT title FROM bibliographic_record WHERE char_length(title) > 20 ORDER BY id DESC LIMIT 1',
  );
  const { records } = await searchRecords(catalog.deps.searchPool, { text: title });
  expect(records[0]?.title).toBe(title);
  // The same rows by COPY, into a table without an index.
  await watching.query('CREATE TABLE copied AS TABLE bibliographic_record WITH NO DATA');
  const file = path.join(folder, 'rows');
  await watching.query(`COPY (TABLE bibliographic_record) TO PROGRAM 'cat > ${file}'`);
  const copying = performance.now();
  const { pid } = await row('SELECT pg_backend_pid() AS pid');
  const before = processorTime(pid);
  await watching.query(`COPY copied FROM '${file}'`);
  const copied = (performance.now() - copying) / 1000;
  const [half1, half2] = [await toHalf, toEnd];
  const [command, database] = [half1.command + half2.command, half1.database + half2.database];
  const each = (took: number) => `${Math.round((took / RECORDS) * 1e6)} µs`;
  const p = (share: number) => Math.round(searched[Math.floor(searched.length * share)] ?? 0);
  console.log(
    `${RECORDS} records in ${Math.round(seconds)} s, ${Math.round(RECORDS / seconds)} a second with the kill, ${Math.round(beforeKill)} before it, ${(seconds / copied).toFixed(1)} times COPY of the same rows (${copied.toFixed(1)} s); ` +
      `${searched.length} searches meanwhile: p50 ${p(0.5)} ms, p95 ${p(0.95)} ms, the slowest ${p(0.9999)} ms; ${whole.refused} refused; ` +
      `of the processors a record took ${each(command)} in the command and ${each(database)} in the database, ` +
      `${((command + database) / (processorTime(pid) - before)).toFixed(1)} times COPY; load ${loadavg()[0]?.toFixed(0)}`,
  );
}, 3_600_000);

/** Everything that is kept of these numbers, but the moments and our own numbers. */
async function contentOf(pool: Pick<pg.Pool, 'query'>, numbers: readonly string[]) {
  const { rows } = await pool.query(
    `SELECT control_number AS number, record.title, md5(concat(fingerprint, marc, withdrawn, to_jsonb(description) - 'record_id',
       to_jsonb(record) - '{id,number,added_at}'::text[])) AS content
     FROM imported_record JOIN bibliographic_record AS record ON record.id = record_id
       LEFT JOIN record_description AS description USING (record_id)
     WHERE control_number = ANY($1::text[]) ORDER BY 1`,
    [numbers],
  );
  return rows;
}

const refusalsOf = async (pool: Pick<pg.Pool, 'query'>, after: number, to: number) =>
  (
    await pool.query(
      'SELECT place - $1::int AS place, control_number, why, what FROM import_refusal WHERE place > $1 AND place <= $2 ORDER BY id',
      [after, to],
    )
  ).rows;

test('what came in around the moment of the kill is what comes in when nothing is killed', async () => {
  const [after, to] = [Math.max(0, killedAt - 1_000), Math.min(RECORDS, killedAt + 1_000)];
  const part: Buffer[] = [];
  let place = 0;
  for await (const { bytes } of cutRecords(createReadStream(books, { highWaterMark: 1 << 20 }))) {
    place += 1;
    if (place > after) part.push(Buffer.from(bytes));
    if (place === to) break;
  }
  const file = path.join(folder, 'part');
  writeFileSync(file, Buffer.concat(part));
  const other = new CatalogInTest().open(await postgres.createMigrated('never_killed', migrations));
  try {
    const run = await importFile(other.deps, {
      ...{ path: file, source: 'loc', format: 'marc', mapping: readMapping() },
    });
    const numbers = part.map((bytes) => fieldOf(bytes, '001').trim());
    const came = await contentOf(catalog.deps.pool, numbers);
    expect(came).toEqual(await contentOf(other.deps.pool, numbers));
    expect(await refusalsOf(catalog.deps.pool, after, to)).toEqual(
      await refusalsOf(other.deps.pool, 0, to - after),
    );
    expect(run).toMatchObject({
      ...{ read: to - after, added: came.length, changed: 0, unchanged: 0, withdrawn: 0 },
      refused: to - after - came.length,
    });
  } finally {
    await other.deps.close();
  }
}, 300_000);

test('the records in Japanese are there in kanji and kana, and are found by a word of their titles', async () => {
  if (RECORDS === WHOLE) expect(japanese.size).toBe(7_495);
  const { rows } = await catalog.deps.pool.query(
    `SELECT control_number AS number, record_id::text AS id, title
     FROM imported_record JOIN bibliographic_record AS record ON record.id = record_id
     WHERE control_number = ANY($1::text[]) ORDER BY record_id`,
    [[...japanese.keys()]],
  );
  expect(rows).toHaveLength(japanese.size);
  const inScript = rows.filter(({ title }) => SCRIPT.test(title));
  if (RECORDS === WHOLE) expect(inScript).toHaveLength(7_484);
  expect(inScript.map(({ number }) => number)).toEqual(
    rows.filter(({ number }) => japanese.get(number)?.written).map(({ number }) => number),
  );
  // Words of so many characters that few titles have them.
  const words = inScript.flatMap(({ id, title }) => {
    const [word = ''] = /[\p{Script=Han}\p{Script=Katakana}ー]{6,}/u.exec(title) ?? [];
    return word === '' ? [] : [{ id, word }];
  });
  const ten = words
    .filter((_, place) => place % Math.max(1, Math.floor(words.length / 10)) === 0)
    .slice(0, 10);
  expect(ten).toHaveLength(10);
  for (const { id, word } of ten) {
    const { records } = await searchRecords(catalog.deps.searchPool, { text: word, page: 1, pageSize: 100 });
    const found = records.map((record) => record.id);
    expect({ word, found }).toMatchObject({ word, found: expect.arrayContaining([id]) });
  }
}, 300_000);

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

test('what came in goes out byte by byte; read again nothing changes, and changes and deletions are taken', async () => {
  const came = new Set<string>();
  const some: Buffer[] = [];
  for await (const { bytes } of cutRecords(createReadStream(books, { highWaterMark: 1 << 20 }))) {
    came.add(digest(bytes));
    if (some.length < 3_000) some.push(Buffer.from(bytes));
  }
  const missing = new Set(came);
  let out = 0;
  for await (const bytes of marcOut(catalog.deps.pool, 'loc')) {
    out += 1;
    const number = digest(bytes);
    expect(came.has(number)).toBe(true);
    missing.delete(number);
  }
  const { refused, added } = await lastRun();
  expect(out).toBe(added);
  expect(missing.size).toBeLessThanOrEqual(refused);
  // The first thousand get another year, the second thousand are deleted.
  const changed = some.map((bytes, n) => {
    const text = bytes.toString('latin1');
    if (n < 1_000)
      return Buffer.from(
        text.replace(/ pa?ges?|p\. /u, (word) => word.toUpperCase()),
        'latin1',
      );
    return n < 2_000 ? Buffer.from(`${text.slice(0, 5)}d${text.slice(6)}`, 'latin1') : bytes;
  });
  const others = changed.filter((bytes, n) => n < 1_000 && !bytes.equals(some[n] ?? bytes)).length;
  expect(others).toBeGreaterThan(300);
  const file = path.join(folder, 'changes');
  writeFileSync(file, Buffer.concat(changed));
  const take = () =>
    importFile(catalog.deps, { path: file, source: 'loc', format: 'marc', mapping: readMapping() });
  const counts = {
    read: 3_000,
    added: 0,
    changed: others,
    withdrawn: 1_000,
    unchanged: 2_000 - others,
    refused: 0,
  };
  expect(await take()).toMatchObject(counts);
  expect(await take()).toMatchObject({ changed: 0, withdrawn: 0, unchanged: 3_000 });
}, 1_800_000);

test('every broken file is read, or refused record by record with a reason', async () => {
  const told: Record<string, string> = {};
  for (const name of readdirSync(inArchive('test'))
    .filter((name) => /\.(?:dat|mrc|xml)$/u.test(name))
    .sort()) {
    const format = name.endsWith('.xml') ? 'marcxml' : 'marc';
    const run = await importFile(catalog.deps, {
      path: inArchive(`test/${name}`),
      source: name,
      format,
      mapping: readMapping(),
    });
    const { rows } = await watching.query(
      'SELECT DISTINCT why FROM import_refusal WHERE run_id = $1 ORDER BY 1',
      [run.id],
    );
    told[name] = [`${run.added} of ${run.read}`, ...rows.map(({ why }) => String(why))].join(' ');
  }
  expect(told).toEqual({
    '1251.dat': '0 of 6 MARC8',
    'alphatag.dat': '1 of 1',
    'bad_eacc_encoding.dat': '0 of 1 MARC8',
    'bad_indicator.dat': '0 of 1 DIRECTORY_WRONG',
    'bad_marc8_escape.dat': '0 of 1 MARC8',
    'bad_records.mrc': '0 of 9 DIRECTORY_WRONG LENGTH_WRONG MARC8 NOT_MARC NO_NUMBER',
    'bad_subfield_code.dat': '0 of 1 MARC8',
    'bad_tag.xml': '0 of 1 NOT_MARC',
    'batch.xml': '2 of 2',
    'diacritic.dat': '1 of 1',
    'marc.dat': '20 of 20',
    'marc8-to-unicode.dat': '1 of 1',
    'marc8.dat': '0 of 1 MARC8',
    'multi_isbn.dat': '1 of 1',
    'one.dat': '1 of 1',
    'regression45.dat': '12 of 12',
    'test.dat': '10 of 10',
    'testunimarc.dat': '0 of 1 MARC8',
    'utf8.xml': '1 of 1',
    'utf8_errors.dat': '1 of 1',
    'utf8_invalid.mrc': '1 of 1',
    'utf8_with_leader_flag.dat': '1 of 1',
    'utf8_without_leader_flag.dat': '0 of 1 MARC8',
  });
}, 120_000);
