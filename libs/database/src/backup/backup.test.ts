import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabaseIfMissing } from '../index.ts';
import { type OwnTestPostgres, startOwnPostgres } from '../testing.ts';
import { copyIn, copyOut, fileOfTable, firstTableWithRows, holdSnapshot } from './index.ts';

let postgres: OwnTestPostgres;
let folder: string;
let from: string;
let to: string;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-backup-'));
  [from, to] = [await database('library'), await database('elsewhere')];
  for (const url of [from, to]) await query(url, schema);
  await query(from, rows);
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

/** Two tables that know each other in a circle, one that nobody may change, and what is computed. */
const schema = `
  CREATE TABLE book (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text, best int,
    kana tsvector GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED, seen jsonb, marks text[]);
  CREATE TABLE reader (id int PRIMARY KEY, reads int REFERENCES book);
  ALTER TABLE book ADD FOREIGN KEY (best) REFERENCES reader (id);
  CREATE UNIQUE INDEX one_title ON book (title);
  CREATE INDEX by_kana ON book USING gin (kana);
  CREATE TABLE log (line text, at timestamptz DEFAULT now());
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;
  CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON log EXECUTE FUNCTION refuse();
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES (NEW.title); RETURN NEW; END $$;
  CREATE TRIGGER noted AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION note();`;

const rows = `
  INSERT INTO book (title, seen, marks) VALUES
    ('吾輩は猫である', '{"a": [1, null]}', '{"x,y","\\\\"}'), (E'a tab\\tand a line\\n\\\\N', NULL, NULL), (NULL, 'null', '{}');
  INSERT INTO reader VALUES (7, 1);
  UPDATE book SET best = 7 WHERE id = 2;`;

async function database(name: string): Promise<string> {
  await createDatabaseIfMissing(postgres.adminUrl, name);
  return postgres.url(name);
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const everything = (url: string) =>
  Promise.all(
    ['book', 'reader', 'log'].map((table) => query(url, `SELECT t::text FROM ${table} t ORDER BY 1`)),
  );

const shape = (url: string) =>
  query(
    url,
    `SELECT pg_get_indexdef(indexrelid) AS it FROM pg_index WHERE indrelid::regclass::text IN ('book', 'reader', 'log')
     UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text IN ('book', 'reader')
     UNION ALL SELECT tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
  );

async function taken(name: string) {
  const held = await holdSnapshot(from);
  const at = path.join(folder, name);
  return { held, at, write: () => copyOut(held, at).finally(() => held.client.end()) };
}

test('what stood at one moment comes back, every sign of it, with its indexes, keys and triggers', async () => {
  const backup = await taken('whole');
  const before = await everything(from);
  await query(from, "INSERT INTO book (title) VALUES ('坊っちゃん')");
  const copied = await backup.write();
  expect(copied.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['book', 3],
    ['log', 3],
    ['reader', 1],
  ]);
  // A migration that writes rows of its own has written them.
  await query(to, "INSERT INTO book (title) VALUES ('of a migration')");
  await copyIn({ databaseUrl: to, folder: backup.at, copied });
  expect(await everything(to)).toEqual(before);
  expect(await shape(to)).toEqual(await shape(from));
  // The sequence goes on where it was, also where that was after the moment of the rows.
  await query(to, "INSERT INTO book (title) VALUES ('三四郎')");
  expect(await query(to, "SELECT id FROM book WHERE title = '三四郎'")).toEqual([{ id: 5 }]);
  await expect(query(to, 'DELETE FROM log')).rejects.toThrow('append only');
});

test('what can not come back whole leaves what was there', async () => {
  const backup = await taken('broken');
  const copied = await backup.write();
  const before = await everything(to);
  writeFileSync(path.join(backup.at, fileOfTable('reader')), 'nothing that was compressed');
  await expect(copyIn({ databaseUrl: to, folder: backup.at, copied })).rejects.toThrow();
  const again = await taken('again');
  const { tables: all } = await again.write();
  const tables = all.map((table) => (table.name === 'reader' ? { ...table, rows: 9 } : table));
  await expect(copyIn({ databaseUrl: to, folder: again.at, copied: { ...copied, tables } })).rejects.toThrow(
    'reader: 1 rows came back of 9',
  );
  expect(await everything(to)).toEqual(before);
  expect(await shape(to)).toEqual(await shape(from));
});

test('a database in which something is, is told by its table', async () => {
  expect(await firstTableWithRows(await database('nothing'))).toBeUndefined();
  expect(await firstTableWithRows(from)).toBe('book');
});

test('what a backup would not bring back is refused', async () => {
  const url = await database('with_a_view');
  await query(url, 'CREATE MATERIALIZED VIEW counted AS SELECT 1');
  const held = await holdSnapshot(url);
  await expect(copyOut(held, path.join(folder, 'view'))).rejects.toThrow('A backup does not know counted');
  await held.client.end();
});
