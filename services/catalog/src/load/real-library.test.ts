import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import pg from 'pg';

// What a start with NODE_ENV=production writes into the catalogue of a real library: the entry itself is run.

const root = fileURLToPath(new URL('../../../..', import.meta.url));
let postgres: TestPostgres;
let url: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createMigrated('catalog', path.join(root, 'services/catalog/prisma/migrations'));
});
afterAll(() => postgres.stop());

function load(settings: Record<string, string>): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, ['services/catalog/src/load.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      CATALOG_DATABASE_URL: url,
      ...settings,
    },
  });
}

async function countOf(table: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`SELECT count(*)::int AS n FROM ${table}`);
  await client.end();
  return rows[0]?.n;
}

test('a real library begins with a policy and an empty catalogue', async () => {
  await load({ NODE_ENV: 'production' });
  expect([await countOf('bibliographic_record'), await countOf('copy')]).toEqual([0, 0]);
  expect(await countOf('policy')).toBe(1);
});

test('a real library that asks for the demonstration is refused, and nothing is written', async () => {
  await expect(load({ NODE_ENV: 'production', DEMO_DATA: 'on' })).rejects.toThrow('DEMO_DATA');
  expect(await countOf('bibliographic_record')).toBe(0);
});
