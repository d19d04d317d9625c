import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import {
  createDatabaseIfMissing,
  createDatabaseOf,
  DatabaseMissing,
  migrate,
  schemaDrift,
  uniqueViolation,
  writeMigration,
} from './index.ts';
import { openPool, patienceOf } from './pools.ts';
import { type OwnTestPostgres, startOwnPostgres } from './testing.ts';

let postgres: OwnTestPostgres;
let folder: string;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-migrations-'));
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

function writeSql(service: string, name: string, sql: string): string {
  const migrations = path.join(folder, service, 'migrations');
  mkdirSync(path.join(migrations, name), { recursive: true });
  writeFileSync(path.join(migrations, name, 'migration.sql'), sql);
  return migrations;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).then(
    (result) => client.end().then(() => result.rows),
    (error: unknown) => client.end().then(() => Promise.reject(error)),
  );
}

test('a database is created once, and a trigram of kanji is a trigram there', async () => {
  expect(await createDatabaseIfMissing(postgres.adminUrl, 'catalog')).toBe(true);
  expect(await createDatabaseIfMissing(postgres.adminUrl, 'catalog')).toBe(false);
  await query(postgres.url('catalog'), 'CREATE EXTENSION pg_trgm');
  const rows = await query(postgres.url('catalog'), "SELECT cardinality(show_trgm('坊っちゃん')) AS n");
  expect(rows).toEqual([{ n: 6 }]);
});

test('a connection that another has is waited for as long as the address says', async () => {
  const url = Object.assign(new URL(postgres.adminUrl), { search: '?connect_timeout=1' }).href;
  const pool = openPool(url, 'sql', { max: 1 });
  const held = await pool.connect();
  await expect(pool.connect()).rejects.toThrow('timeout exceeded');
  held.release();
  (await pool.connect()).release();
  await pool.end();
  expect(patienceOf('postgresql://catalog@postgres:5432/catalog')).toBe(5_000);
});

test('two services that create the same database at once both find it', async () => {
  const made = await Promise.all([1, 2, 3].map(() => createDatabaseIfMissing(postgres.adminUrl, 'raced')));
  expect(made.filter(Boolean)).toHaveLength(1);
});

test('an address is enough to make its database, by whoever may and only once', async () => {
  await query(postgres.adminUrl, 'CREATE ROLE "front desk" LOGIN CREATEDB');
  const url = Object.assign(new URL(postgres.url('patrons of 2026')), { username: 'front desk' }).href;
  expect(await Promise.all([createDatabaseOf(url), createDatabaseOf(url)])).toContain(true);
  expect(await createDatabaseOf(url)).toBe(false);
  const [owner] = await query(
    url,
    'SELECT pg_get_userbyid(datdba) AS name FROM pg_database WHERE datname = current_database()',
  );
  expect(owner).toEqual({ name: 'front desk' });
});

test('who may not create a database is told which one is missing and what to run, and that is enough', async () => {
  await query(postgres.adminUrl, 'CREATE ROLE "night-desk" LOGIN');
  const url = Object.assign(new URL(postgres.url('night')), { username: 'night-desk' }).href;
  const missing = await createDatabaseOf(url).catch((fault: unknown) => fault);
  expect(missing).toBeInstanceOf(DatabaseMissing);
  const [, sql = ''] = /run (CREATE DATABASE .*;)$/.exec(String(missing)) ?? [];
  expect(sql).toBe('CREATE DATABASE "night" OWNER "night-desk";');
  await query(postgres.adminUrl, sql);
  expect(await createDatabaseOf(url)).toBe(false);
  const migrations = writeSql(
    'night',
    '20261124000000_night',
    'CREATE EXTENSION pg_trgm; CREATE TABLE desk (id int);',
  );
  expect(await migrate({ databaseUrl: url, folder: migrations })).toEqual(['20261124000000_night']);
});

test('who may not even connect beside its own database is told the same', async () => {
  await query(
    postgres.adminUrl,
    'CREATE ROLE cellar LOGIN; REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC',
  );
  const url = Object.assign(new URL(postgres.url('cellar')), { username: 'cellar' }).href;
  await expect(createDatabaseOf(url)).rejects.toThrow('CREATE DATABASE "cellar" OWNER "cellar";');
  await query(postgres.adminUrl, 'GRANT CONNECT ON DATABASE postgres, template1 TO PUBLIC');
});

test('migrations are applied once, functions with semicolons included', async () => {
  const migrations = writeSql(
    'shelf',
    '20261124000000_shelf',
    `CREATE TABLE copy (barcode text PRIMARY KEY, title text NOT NULL);
     -- a comment; with a semicolon
     CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title := upper(NEW.title); RETURN NEW; END $$;
     CREATE TRIGGER shout BEFORE INSERT ON copy FOR EACH ROW EXECUTE FUNCTION shout();`,
  );
  const url = await postgres.createMigrated('shelf', migrations);
  expect(await migrate({ databaseUrl: url, folder: migrations })).toEqual([]);
  expect(await query(url, "INSERT INTO copy VALUES ('A1', 'kokoro') RETURNING title")).toEqual([
    { title: 'KOKORO' },
  ]);

  const clash = await query(url, "INSERT INTO copy VALUES ('A1', 'sanshiro')").catch(
    (error: unknown) => error,
  );
  expect(uniqueViolation(clash)).toBe('copy_pkey');
  expect(uniqueViolation(new Error('something else'))).toBeUndefined();
});

test('a migration that fails half way leaves nothing behind and is refused until somebody decides', async () => {
  const migrations = writeSql(
    'torn',
    '20261124000000_torn',
    'CREATE TABLE a (id int); CREATE TABLE a (id int);',
  );
  await createDatabaseIfMissing(postgres.adminUrl, 'torn');
  const request = { databaseUrl: postgres.url('torn'), folder: migrations };
  await expect(migrate(request)).rejects.toThrow(/already exists/);
  expect(await query(request.databaseUrl, "SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  await expect(migrate(request)).rejects.toThrow(/failed earlier: 20261124000000_torn/);
});

test('a migration edited after it was applied is refused by name', async () => {
  const migrations = writeSql('edited', '20261124000000_first', 'CREATE TABLE a (id int);');
  const url = await postgres.createMigrated('edited', migrations);
  appendFileSync(path.join(migrations, '20261124000000_first', 'migration.sql'), 'CREATE TABLE b (id int);');
  await expect(migrate({ databaseUrl: url, folder: migrations })).rejects.toThrow(
    /edited .* 20261124000000_first/,
  );
});

test('a migration is written from the schema, and then there is nothing left to write', async () => {
  const prismaFolder = path.join(folder, 'queue');
  mkdirSync(prismaFolder);
  writeFileSync(
    path.join(prismaFolder, 'schema.prisma'),
    `generator client {
       provider = "prisma-client"
       output = "../src/generated/prisma"
       previewFeatures = ["partialIndexes"]
     }
     datasource db {
       provider = "postgresql"
     }
     model Entry {
       id String @id @db.Uuid
       title String
       queuedAt DateTime @map("queued_at") @db.Timestamptz(3)
       closedAt DateTime? @map("closed_at") @db.Timestamptz(3)
       @@unique([title], map: "entry_open", where: raw("(closed_at IS NULL)"))
       @@map("entry")
     }`,
  );
  const request = {
    prismaFolder,
    adminUrl: postgres.adminUrl,
    name: 'queue',
    now: new Date('2026-11-24T06:00:00Z'),
  };
  const file = await writeMigration(request);
  expect(file).toBe(path.join(prismaFolder, 'migrations', '20261124060000_queue', 'migration.sql'));
  expect(await schemaDrift(request)).toBe('');
  expect(await writeMigration(request)).toBeUndefined();
});
