import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { configurationFaults, databaseVariables, localEngines } from '../configuration-faults.mjs';
import { environmentFor, makePlan } from './plan.ts';
import { root } from './services.ts';

const stateFolder = mkdtempSync(path.join(tmpdir(), 'toshobin-plan-'));
afterAll(() => rmSync(stateFolder, { recursive: true }));

const externalDatabases = Object.fromEntries(
  databaseVariables.map((name) => [
    name,
    `postgresql://db.example.jp/${name.toLowerCase()}?sslmode=verify-full`,
  ]),
);
const production = {
  NODE_ENV: 'production',
  ...externalDatabases,
  KAFKA_BROKERS: 'kafka.example.jp:9092',
  KAFKA_TLS: 'on',
  KAFKA_USERNAME: 'toshobin',
  KAFKA_PASSWORD: randomBytes(24).toString('base64url'),
  TEMPORAL_ADDRESS: 'temporal.example.jp:7233',
  TEMPORAL_TLS: 'on',
  TEMPORAL_API_KEY: randomBytes(24).toString('base64url'),
  SES_REGION: 'ap-northeast-1',
  PATRON_WEB_TOKEN: randomBytes(24).toString('base64url'),
  STAFF_WEB_TOKEN: randomBytes(24).toString('base64url'),
  PATRON_TOKEN: randomBytes(24).toString('base64url'),
  METRICS_TOKEN: randomBytes(24).toString('base64url'),
  PATRON_SECRET: randomBytes(24).toString('base64url'),
  STAFF_SECRET: randomBytes(24).toString('base64url'),
  TRUSTED_PROXIES: '1',
  MAIL_FROM: 'library@example.jp',
  LIBRARY_NAME: '県立図書館',
  LIBRARY_PHONE: '096-000-0000',
  LIBRARIES: '[]',
  PATRON_WEB_URL: 'https://toshobin.example.jp',
  STAFF_WEB_URL: 'https://staff.example.jp',
};

test('production refuses local engines, demo people and default secrets, all in one message', () => {
  const message = configurationFaults({ NODE_ENV: 'production', DEMO_DATA: 'on' }).join('\n');
  for (const named of [
    'local postgres',
    'local kafka',
    'local temporal',
    'local mail',
    'DEMO_DATA',
    'STAFF_WEB_TOKEN',
    'PATRON_SECRET',
    'STAFF_SECRET',
    'TRUSTED_PROXIES',
    'PATRON_WEB_URL',
    'MAIL_FROM',
  ]) {
    expect(message).toContain(named);
  }
  expect(configurationFaults(production)).toEqual([]);
});

test('what is said of engines reaches every process, from a file too', () => {
  const file = path.join(stateFolder, 'kafka-password');
  writeFileSync(file, 'a-password-in-a-file');
  const { KAFKA_PASSWORD: _, ...rest } = production;
  const told = { ...rest, KAFKA_PASSWORD_FILE: file, LOCAL_STATE: stateFolder };
  expect(environmentFor(makePlan(told), {}, told)).toMatchObject({
    KAFKA_TLS: 'on',
    KAFKA_PASSWORD: 'a-password-in-a-file',
    TEMPORAL_API_KEY: production.TEMPORAL_API_KEY,
  });
});

test('in production nobody is made up, the window for added records is there and mails keep their hours', () => {
  const { env } = makePlan({ ...production, LOCAL_STATE: stateFolder });
  expect(env).toMatchObject({ NODE_ENV: 'production', DEMO_DATA: 'off', STAFF_SECOND_FACTOR: 'required' });
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['MAINTENANCE_WINDOW']));
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['MAIL_WINDOW']));
  expect(makePlan({ LOCAL_STATE: stateFolder }).env).toMatchObject({
    MAINTENANCE_WINDOW: '04:30-05:00',
    DEMO_DATA: 'on',
  });
});

test('a window for added records that is given reaches the services in production too', () => {
  const told = { ...production, MAINTENANCE_WINDOW: '03:00-03:30', LOCAL_STATE: stateFolder };
  expect(environmentFor(makePlan(told), {}, told).MAINTENANCE_WINDOW).toBe('03:00-03:30');
});

test('the configuration is checked on a machine that has Node and nothing else', () => {
  const bare = path.join(stateFolder, 'bare');
  for (const file of ['infra/configuration-faults.mjs', 'libs/service/src/check-settings.mjs'])
    cpSync(path.join(root, file), path.join(bare, file));
  const script = `import { configurationFaults } from './infra/configuration-faults.mjs';
    console.log(configurationFaults(process.env).join('\\n'));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: bare,
    encoding: 'utf8',
    env: { NODE_ENV: 'production', STAFF_WEB_TOKEN: 'sesame' },
  });
  expect(told).toContain('STAFF_WEB_TOKEN: is shorter');
  expect(told).toContain('local kafka');
  expect(told).not.toContain('sesame');
});

test('a second factor of the staff can be left out on a local stack alone, and is there by default', () => {
  expect(makePlan({ LOCAL_STATE: stateFolder }).env.STAFF_SECOND_FACTOR).toBe('off');
  const told = { LOCAL_STATE: stateFolder, STAFF_SECOND_FACTOR: 'required' };
  expect(makePlan(told).env.STAFF_SECOND_FACTOR).toBe('required');
  expect(makePlan({ ...production, LOCAL_STATE: stateFolder }).env.STAFF_SECOND_FACTOR).toBe('required');
  expect(configurationFaults({ ...production, STAFF_SECOND_FACTOR: 'off' }).join()).toContain(
    'STAFF_SECOND_FACTOR',
  );
});

test('production refuses a mail emulator however it is addressed', () => {
  const { SES_REGION: _, ...rest } = production;
  expect(configurationFaults({ ...rest, SES_ENDPOINT: 'http://127.0.0.1:4003' }).join()).toContain(
    'SES emulator',
  );
});

test('an engine whose address is given is not started here', () => {
  expect([...localEngines({})]).toEqual(['postgres', 'kafka', 'temporal', 'mail']);
  expect([...localEngines({ KAFKA_BROKERS: 'kafka.example.jp:9092' })]).toEqual([
    'postgres',
    'temporal',
    'mail',
  ]);
  expect([...localEngines({ SES_REGION: 'ap-northeast-1' })]).toEqual(['postgres', 'kafka', 'temporal']);
  expect([...localEngines(production)]).toEqual([]);
});

test('a PostgreSQL that is elsewhere needs all five addresses, and a fault names no value', () => {
  const [fault] = configurationFaults({
    CATALOG_DATABASE_URL: 'postgresql://user:secret@db.example.jp/catalog',
  });
  expect(fault).toContain('PATRON_DATABASE_URL');
  expect(fault).not.toContain('secret');
});

test('a port base that is none is refused, and an empty one is none given', () => {
  expect(configurationFaults({ PORT_BASE: 'four thousand' })).toHaveLength(1);
  expect(makePlan({ PORT_BASE: '', LOCAL_STATE: stateFolder }).ports.patronWeb).toBe(4000);
  expect(configurationFaults({ PORT_BASE: '65530' })).toHaveLength(1);
});

test('the secrets of a local stack are drawn once and kept', () => {
  const first = makePlan({ LOCAL_STATE: stateFolder });
  expect(makePlan({ LOCAL_STATE: stateFolder }).env.STAFF_WEB_TOKEN).toBe(first.env.STAFF_WEB_TOKEN);
  expect(makePlan({ LOCAL_STATE: stateFolder, STAFF_WEB_TOKEN: 'mine' }).env.STAFF_WEB_TOKEN).toBe('mine');
});

test('a service is told the address of its own database and of no other', () => {
  const plan = makePlan({ LOCAL_STATE: stateFolder });
  const inherited = { PATH: '/bin', CATALOG_DATABASE_URL: 'postgresql://db.example.jp/catalog' };
  const env = environmentFor(plan, { port: 4011, database: 'PATRON_DATABASE_URL' }, inherited);
  expect(Object.keys(env).filter((name) => name.endsWith('_DATABASE_URL'))).toEqual(['PATRON_DATABASE_URL']);
  expect(env.PORT).toBe('4011');
});
