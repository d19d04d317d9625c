import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { openDesk, settingFaults } from './check-settings.mjs';

const production = { NODE_ENV: 'production' };
const drawn = () => randomBytes(24).toString('base64url');

/** What is wrong with one setting, in production. */
function fault(name: string, value: string | undefined, others: Record<string, string> = {}) {
  return settingFaults({ ...production, ...others, [name]: value }, [name]).map(([, said]) => said)[0];
}

test.each([
  ['missing', undefined],
  ['short', drawn().slice(0, 31)],
  ['one digit after the other', '1234567890123456'.repeat(2)],
  ['a word again and again', 'toshobin'.repeat(5)],
  ['one character', 'x'.repeat(40)],
  ['the order of the alphabet', 'abcdefghijklmnopqrstuvwxyz0123456789'],
  ['the default', 'local-only-service-token-and-some-more'],
  ['one of the benches', 'a-token-between-processes-of-the-bench'],
])('a secret that a stranger can guess is refused: %s', (_why, value) => {
  for (const name of ['PATRON_WEB_TOKEN', 'PATRON_TOKEN', 'PATRON_SECRET', 'STAFF_SECRET']) {
    const said = fault(name, value);
    expect(said).toMatch(/give it|shorter|pattern|published/);
    if (value !== undefined) expect(said).not.toContain(value);
  }
});

test('a secret drawn by chance is taken, however it is written', () => {
  for (let i = 0; i < 200; i += 1) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(fault('STAFF_WEB_TOKEN', randomBytes(24).toString(encoding))).toBeUndefined();
    }
  }
});

test('no secret that stands in this repository is taken', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const files = globSync('**/*.{ts,tsx,yml,md}', {
    cwd: root,
    exclude: (file) => ['node_modules', '.local', 'generated'].includes(path.basename(file)),
  });
  const written = files
    .flatMap((file) => [
      ...readFileSync(path.join(root, file), 'utf8').matchAll(
        /\b(?:(?:PATRON_WEB|STAFF_WEB|PATRON)_TOKEN|PATRON_SECRET|STAFF_SECRET|TOKEN)\b['"]?\s*[:=]\s*(?:\$\{\w+:-|['"`])([^'"`$}\n]+)/g,
      ),
    ])
    .map(([, value = '']) => value);
  expect(written.length).toBeGreaterThan(5);
  expect(written.filter((value) => fault('STAFF_WEB_TOKEN', value) === undefined)).toEqual([]);
});

test('patrons and staff come by https alone, and never to an address that is none of a page', () => {
  for (const name of ['PATRON_WEB_URL', 'STAFF_WEB_URL']) {
    expect(fault(name, 'https://toshobin.example.jp')).toBeUndefined();
    for (const refused of [undefined, 'http://toshobin.example.jp', 'http://127.0.0.1:4000'])
      expect(fault(name, refused)).toBeDefined();
    for (const NODE_ENV of ['production', 'development', ''])
      expect(settingFaults({ NODE_ENV, [name]: 'javascript:alert(1)' }, [name])).toHaveLength(1);
    expect(settingFaults({ [name]: 'http://127.0.0.1:4000' }, [name])).toEqual([]);
  }
});

test('our own processes are asked by https, on loopback, or by http where somebody has said so', () => {
  for (const name of ['CATALOG_URL', 'PATRON_URL', 'SHIPPING_URL', 'WORKFLOWS_URL', 'TEMPORAL_UI_URL']) {
    for (const fine of [
      undefined,
      'https://catalog.example.jp',
      'http://127.0.0.1:4010',
      'http://[::1]:4010',
    ])
      expect(fault(name, fine)).toBeUndefined();
    expect(fault(name, 'http://catalog:4010')).toContain('INTERNAL_HTTP=allowed');
    expect(fault(name, 'http://catalog:4010', { INTERNAL_HTTP: 'allowed' })).toBeUndefined();
    expect(fault(name, 'http://127.0.0.1.example.jp')).toBeDefined();
  }
  expect(fault('INTERNAL_HTTP', 'yes')).toBe('must be one of allowed, refused');
});

test('whoever comes from elsewhere comes by https, or by http where somebody has said so', () => {
  for (const fine of [undefined, '127.0.0.1', '::1', 'localhost'])
    expect(fault('HOST', fine)).toBeUndefined();
  for (const open of ['0.0.0.0', '::', '10.0.0.7', 'catalog']) {
    expect(fault('HOST', open)).toContain('TLS_CERT');
    for (const said of [{ TLS_CERT: '-----BEGIN' }, { INTERNAL_HTTP: 'allowed' }])
      expect(fault('HOST', open, said)).toBeUndefined();
    expect(settingFaults({ HOST: open }, ['HOST'])).toEqual([]);
  }
});

test('mails go to Amazon by https alone', () => {
  expect(fault('SES_ENDPOINT', 'http://127.0.0.1:4003', { INTERNAL_HTTP: 'allowed' })).toBeDefined();
  expect(fault('SES_ENDPOINT', 'https://email.ap-northeast-1.amazonaws.com')).toBeUndefined();
});

test('how many proxies there are must be said, and none is an answer', () => {
  expect(fault('TRUSTED_PROXIES', undefined)).toContain('how many proxies');
  expect(fault('TRUSTED_PROXIES', '')).toContain('how many proxies');
  expect(fault('TRUSTED_PROXIES', '0')).toBeUndefined();
  expect(settingFaults({}, ['TRUSTED_PROXIES'])).toEqual([]);
});

test('what a desk does without is refused: the window for added records, the second factor, people made up, pages that are written', () => {
  expect(fault('MAINTENANCE_WINDOW', 'off')).toContain('R12');
  expect(fault('MAINTENANCE_WINDOW', '04:00-04:30')).toBeUndefined();
  expect(fault('STAFF_SECOND_FACTOR', 'off')).toBeDefined();
  expect(fault('DEMO_DATA', 'on')).toBeDefined();
  expect(fault('DEVELOPMENT_PICTURES', '.local/screens')).toBeDefined();
  for (const name of ['MAINTENANCE_WINDOW', 'STAFF_SECOND_FACTOR', 'DEMO_DATA', 'DEVELOPMENT_PICTURES'])
    expect(fault(name, undefined)).toBeUndefined();
});

test('whoever forgot NODE_ENV and lets the network in is told so', () => {
  expect(openDesk({ HOST: '0.0.0.0' })).toContain('NODE_ENV is not set');
  for (const fine of [
    {},
    { HOST: '127.0.0.1' },
    { HOST: 'localhost' },
    { HOST: '0.0.0.0', NODE_ENV: 'development' },
  ])
    expect(openDesk(fine)).toBeUndefined();
});

test.each([
  ['KAFKA_BROKERS', 'kafka.example.jp:9093', 'KAFKA_TLS', 'KAFKA_USERNAME'],
  ['KAFKA_BROKERS', '127.0.0.1:9092,kafka.example.jp:9093', 'KAFKA_TLS', 'KAFKA_CERT'],
  ['TEMPORAL_ADDRESS', 'temporal.example.jp:7233', 'TEMPORAL_TLS', 'TEMPORAL_CERT'],
  ['TEMPORAL_ADDRESS', 'temporal.example.jp:7233', 'TEMPORAL_TLS', 'TEMPORAL_API_KEY'],
])(
  'an engine elsewhere is spoken to in production over TLS alone, by who says who it is: %s %s',
  (name, at, tls, shown) => {
    expect(fault(name, at)).toContain(`${tls}=on`);
    expect(fault(name, at, { [tls]: 'on' })).toContain(shown);
    expect(fault(name, at, { [tls]: 'on', [shown]: 'given' })).toBeUndefined();
    expect(fault(name, '127.0.0.1:1')).toBeUndefined();
  },
);

test('a database elsewhere is spoken to in production where its name and its authority are looked at', () => {
  const at = 'postgresql://catalog:secret@db.example.jp/catalog';
  for (const address of [at, `${at}?sslmode=require`, `${at}?sslmode=no-verify`])
    expect(fault('CATALOG_DATABASE_URL', address)).toContain('sslmode=verify-full');
  expect(fault('CATALOG_DATABASE_URL', `${at}?sslmode=verify-full`)).toBeUndefined();
  expect(fault('CATALOG_DATABASE_URL', 'postgresql://catalog:secret@127.0.0.1/catalog')).toBeUndefined();
});

test('half a word for an engine is none, in any world', () => {
  const said = (env: Record<string, string>) => settingFaults(env, Object.keys(env)).map(([name]) => name);
  expect(said({ KAFKA_USERNAME: 'toshobin' })).toEqual(['KAFKA_USERNAME']);
  expect(said({ KAFKA_CA: '-----BEGIN' })).toEqual(['KAFKA_CA']);
  expect(said({ TEMPORAL_TLS: 'on', TEMPORAL_CERT: '-----BEGIN' })).toEqual(['TEMPORAL_CERT']);
  // A key that goes over an open line is everybody's.
  expect(said({ TEMPORAL_API_KEY: 'given' })).toEqual(['TEMPORAL_API_KEY']);
  expect(said({ TEMPORAL_TLS: 'on', TEMPORAL_API_KEY: 'given' })).toEqual([]);
});
