import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { ConfigFault, commonConfig, readConfig } from './read-config.ts';

const Config = z.object({ ...commonConfig, CATALOG_URL: z.url(), CATALOG_DATABASE_URL: z.string() });
const sound = { PORT: '4010', CATALOG_URL: 'http://127.0.0.1:4010', CATALOG_DATABASE_URL: 'postgresql://p' };

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
    SERVICE_TOKEN: 'open-sesame',
  });
  expect(faults.map((fault) => fault.split(/[: ]/)[0]).sort()).toEqual([
    'CATALOG_DATABASE_URL',
    'CATALOG_URL',
    'LOG_LEVEL',
    'PORT',
    'SERVICE_TOKEN',
  ]);
  expect(faults.join('\n')).not.toMatch(/sesame|70000|loud/);
});

test('an empty variable counts as absent', () => {
  expect(faultsOf({ ...sound, CATALOG_URL: '' })).toEqual(['CATALOG_URL is missing']);
  expect(readConfig(Config, { ...sound, HOST: '' }).HOST).toBe('127.0.0.1');
});

test.each([
  ['a default left as it is', {}],
  ['one given by hand', { SERVICE_TOKEN: 'local-only-service-token' }],
])('a production start refuses a secret of the local stack: %s', (_case, env) => {
  expect(faultsOf({ ...sound, NODE_ENV: 'production', ...env })).toEqual([
    'SERVICE_TOKEN is a secret of the local stack and not allowed in production',
  ]);
});

test('a production start refuses it inside a database address too, beside every other fault', () => {
  const faults = faultsOf({
    NODE_ENV: 'production',
    CATALOG_URL: 'http://127.0.0.1:4010',
    SERVICE_TOKEN: 'a-real-secret-of-the-library',
    CATALOG_DATABASE_URL: 'postgresql://catalog:local-only-password@db/catalog',
  });
  expect(faults).toHaveLength(2);
  expect(faults.join()).toContain('CATALOG_DATABASE_URL is a secret of the local stack');
});
