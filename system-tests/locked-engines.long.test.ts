import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LockedEngines, lockEngines } from './src/locked-engines.ts';
import { typeCommand } from './src/operator-command.ts';
import { type OwnStack, startOwnStack } from './src/own-stack.ts';

// A whole stack on engines that refuse whoever comes without TLS, or without saying who it is (docs/deploy.md, Engines).

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-locked-'));
let engines: LockedEngines | undefined;
let own: OwnStack | undefined;

beforeAll(async () => {
  engines = await lockEngines(folder);
  const mayMakeNamespaces = { TEMPORAL_API_KEY: engines.temporalKey('toshobin:admin') };
  const setUp = await typeCommand({ ...engines.env, ...mayMakeNamespaces }, 'set-up');
  expect(setUp).toEqual({ failed: false, said: expect.stringContaining('namespace toshobin: made') });
  own = await startOwnStack({ env: { ...engines.env, CATALOGUE_SAMPLE: '800' } });
}, 600_000);
afterAll(async () => {
  await own?.remove();
  await engines?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
}, 120_000);

/** Types an operator's command as a process of this stack would, or as one that differs. */
function types(words: readonly string[], differs: Readonly<Record<string, string>> = {}) {
  return typeCommand({ ...own?.stack.env, ...differs }, ...words);
}

test('two reservations are lived through, and nothing contradicts itself', async () => {
  expect(await types(['demo', '--story', 'two-reservations'])).toEqual({
    failed: false,
    said: expect.stringContaining('2 reservations to their end'),
  });
  expect(await types(['audit'])).toEqual({
    failed: false,
    said: expect.stringContaining(' 0 contradictions'),
  });
}, 600_000);

const database = 'SHIPPING_DATABASE_URL';
const elsewhere = (address = '') => address.replace('localhost', '127.0.0.1');
/** What it says, under the signature of something else. */
const unsigned = (key = '') =>
  [...key.split('.').slice(0, 2), engines?.temporalKey('toshobin:read').split('.')[2]].join('.');
const believing = (address = '') => address.replace('/ca.pem', '/other-ca.pem');

test.each<[string, string[], () => Record<string, string>]>([
  ['Kafka in plain text', ['dead-letters'], () => ({ KAFKA_TLS: 'off', KAFKA_CA: '' })],
  ['Kafka with another password', ['dead-letters'], () => ({ KAFKA_PASSWORD: 'sesame' })],
  ['Kafka without saying who asks', ['dead-letters'], () => ({ KAFKA_USERNAME: '', KAFKA_PASSWORD: '' })],
  [
    'a Kafka that nobody vouches for',
    ['dead-letters'],
    () => ({ KAFKA_CA: '', KAFKA_CA_FILE: path.join(folder, 'other-ca.pem') }),
  ],
  [
    'Temporal in plain text',
    ['reconcile', '--all'],
    () => ({
      TEMPORAL_TLS: 'off',
      TEMPORAL_CA: '',
      TEMPORAL_CERT: '',
      TEMPORAL_KEY: '',
      TEMPORAL_API_KEY: '',
    }),
  ],
  ['Temporal without a certificate', ['reconcile', '--all'], () => ({ TEMPORAL_CERT: '', TEMPORAL_KEY: '' })],
  ['Temporal without a key', ['reconcile', '--all'], () => ({ TEMPORAL_API_KEY: '' })],
  [
    'Temporal with a key for somebody else’s namespace',
    ['reconcile', '--all'],
    () => ({ TEMPORAL_API_KEY: engines?.temporalKey('default:admin') ?? '' }),
  ],
  [
    'Temporal with a key that nobody signed',
    ['reconcile', '--all'],
    () => ({ TEMPORAL_API_KEY: unsigned(engines?.temporalKey('toshobin:admin')) }),
  ],
  [
    'a Temporal that nobody vouches for',
    ['reconcile', '--all'],
    () => ({ TEMPORAL_CA: '', TEMPORAL_CA_FILE: path.join(folder, 'other-ca.pem') }),
  ],
  [
    'a PostgreSQL of another name',
    ['dead-letters', '--resend', 'shipping', '--since', '2026-11-24'],
    () => ({ [database]: elsewhere(own?.stack.env[database]) }),
  ],
  [
    'a PostgreSQL that nobody vouches for',
    ['dead-letters', '--resend', 'shipping', '--since', '2026-11-24'],
    () => ({ [database]: believing(own?.stack.env[database]) }),
  ],
  [
    'PostgreSQL in plain text',
    ['dead-letters', '--resend', 'shipping', '--since', '2026-11-24'],
    () => ({ [database]: (own?.stack.env[database] ?? '').replace(/\?.*/, '?sslmode=disable') }),
  ],
])(
  '%s is not spoken to',
  async (_whom, words, differs) => {
    expect((await types(words)).failed).toBe(false);
    const { failed, said } = await types(words, differs());
    expect(failed).toBe(true);
    expect(said).not.toContain('sesame');
  },
  120_000,
);
