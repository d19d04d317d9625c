import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ConfigFault, callerConfig, commonConfig, readConfig } from './read-config.ts';

const Config = z.object({
  ...commonConfig,
  STAFF_WEB_TOKEN: callerConfig.STAFF_WEB_TOKEN,
  CATALOG_URL: z.url(),
  CATALOG_DATABASE_URL: z.string(),
});
const sound = {
  PORT: '4010',
  METRICS_TOKEN: randomBytes(24).toString('base64url'),
  CATALOG_URL: 'http://127.0.0.1:4010',
  CATALOG_DATABASE_URL: 'postgresql://127.0.0.1/catalog',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(Config, env);
  } catch (fault) {
    if (fault instanceof ConfigFault) return fault.faults;
    throw fault;
  }
  return [];
}

test('a sound environment gives typed values and the defaults of a local machine', () => {
  expect(readConfig(Config, sound)).toMatchObject({ HOST: '127.0.0.1', PORT: 4010, NODE_ENV: 'development' });
});

test('every fault is listed at once, with the name of its variable and never with its value', () => {
  const faults = faultsOf({
    PORT: '70000',
    CATALOG_URL: 'sesame',
    LOG_LEVEL: 'loud',
    STAFF_WEB_TOKEN: 'open-sesame',
  });
  expect(faults.map((fault) => fault.split(/[: ]/)[0]).sort()).toEqual([
    'CATALOG_DATABASE_URL',
    'CATALOG_URL',
    'LOG_LEVEL',
    'PORT',
    'STAFF_WEB_TOKEN',
  ]);
  expect(faults.join('\n')).not.toMatch(/sesame|70000|loud/);
});

test('an empty variable counts as absent', () => {
  expect(faultsOf({ ...sound, CATALOG_URL: '' })).toEqual(['CATALOG_URL is missing']);
  expect(readConfig(Config, { ...sound, HOST: '' }).HOST).toBe('127.0.0.1');
});

test('in place of a value a file with it may be given, as orchestrators hand secrets over', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'secrets-')), 'service-token');
  writeFileSync(file, 'a-token-that-stands-in-a-file\n');
  const config = readConfig(Config, { ...sound, STAFF_WEB_TOKEN_FILE: file });
  expect(config.STAFF_WEB_TOKEN).toEqual(['a-token-that-stands-in-a-file']);
  expect(
    faultsOf({ ...sound, STAFF_WEB_TOKEN: 'a-token-of-twenty-four-or-so', STAFF_WEB_TOKEN_FILE: file }),
  ).toEqual(['STAFF_WEB_TOKEN: is given, and so is STAFF_WEB_TOKEN_FILE: give one of them']);
  expect(faultsOf({ ...sound, STAFF_WEB_TOKEN_FILE: `${file}-of-yesterday` })).toEqual([
    "STAFF_WEB_TOKEN: STAFF_WEB_TOKEN_FILE can't be read",
  ]);
});

test('a secret in a file is judged in production like any other', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'secrets-')), 'service-token');
  writeFileSync(file, 'local-only-staff-web-token');
  expect(faultsOf({ ...sound, NODE_ENV: 'production', STAFF_WEB_TOKEN_FILE: file })).toEqual([
    'STAFF_WEB_TOKEN: is a published secret, and not allowed in production',
  ]);
});

test('a token that is changed over is two for a while, and each is judged', () => {
  const [old, next] = [0, 1].map(() => randomBytes(24).toString('base64url'));
  const both = { ...sound, NODE_ENV: 'production', STAFF_WEB_TOKEN: `${next},${old}` };
  expect(readConfig(Config, both).STAFF_WEB_TOKEN).toEqual([next, old]);
  expect(faultsOf({ ...both, STAFF_WEB_TOKEN: `${next},sesame` })).toEqual([
    'STAFF_WEB_TOKEN: is shorter than 16 characters',
  ]);
  expect(faultsOf({ ...both, STAFF_WEB_TOKEN: `${next},local-only-staff-web-token` })).toEqual([
    'STAFF_WEB_TOKEN: is a published secret, and not allowed in production',
  ]);
});

test.each([
  ['a default left as it is', {}, 'NODE_ENV=production has no default for it: give it'],
  [
    'one given by hand',
    { STAFF_WEB_TOKEN: 'local-only-staff-web-token' },
    'is a published secret, and not allowed in production',
  ],
])('a production start refuses a secret of the local stack: %s', (_case, env, why) => {
  expect(faultsOf({ ...sound, NODE_ENV: 'production', ...env })).toEqual([`STAFF_WEB_TOKEN: ${why}`]);
});

test('a production start refuses it inside a database address too, beside every other fault', () => {
  const faults = faultsOf({
    NODE_ENV: 'production',
    CATALOG_URL: 'http://127.0.0.1:4010',
    STAFF_WEB_TOKEN: randomBytes(24).toString('base64url'),
    METRICS_TOKEN: randomBytes(24).toString('base64url'),
    CATALOG_DATABASE_URL: 'postgresql://catalog:local-only-password@db/catalog',
  });
  expect(faults).toHaveLength(2);
  expect(faults.join()).toContain('CATALOG_DATABASE_URL: has a published secret in it');
});

test('a process is asked for what it reads, and for nothing of the others', () => {
  const env = { NODE_ENV: 'production', CATALOG_DATABASE_URL: 'postgresql://127.0.0.1/catalog' };
  expect(readConfig(Config.pick({ CATALOG_DATABASE_URL: true }), env)).toEqual({
    CATALOG_DATABASE_URL: 'postgresql://127.0.0.1/catalog',
  });
});

test('a word for the world that nobody knows is refused by every process, not taken for a desk', () => {
  const env = { NODE_ENV: 'prod', CATALOG_DATABASE_URL: 'postgresql://db/catalog' };
  expect(() => readConfig(Config.pick({ CATALOG_DATABASE_URL: true }), env)).toThrow('NODE_ENV');
});
