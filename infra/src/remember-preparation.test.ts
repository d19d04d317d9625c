import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { databaseVariables } from '../configuration-faults.mjs';
import { makePlan } from './plan.ts';
import { preparationOf } from './remember-preparation.ts';
import { type Service, services } from './services.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-prepared-'));
  writeEngine();
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeEngine(): void {
  mkdirSync(path.join(folder, 'postgres'));
  writeFileSync(path.join(folder, 'postgres', 'PG_VERSION'), '17');
}

function preparation(name: string, env: Record<string, string> = {}) {
  const service = services.find((one) => one.name === name);
  if (service === undefined) throw new Error(name);
  return of(service, env);
}
const of = (service: Service, env: Record<string, string>) =>
  preparationOf(makePlan({ LOCAL_STATE: folder, ...env }), service, env);

test('a service that was prepared by this code is not prepared again', () => {
  expect(preparation('staff-web').done).toBe(false);
  preparation('staff-web').remember();
  expect(preparation('staff-web').done).toBe(true);
  expect(preparation('patron').done).toBe(false);
});

test('other code, and other data wanted, are prepared', () => {
  const service = services.find((one) => one.name === 'patron-web');
  if (service === undefined) throw new Error('patron-web');
  of(service, {}).remember();
  expect(of({ ...service, folder: 'services/staff-web' }, {}).done).toBe(false);
  expect(of(service, { DEMO_DATA: 'off' }).done).toBe(false);
  expect(of(service, { CATALOGUE_SAMPLE: '500' }).done).toBe(false);
  expect(of(service, { LOG_LEVEL: 'debug' }).done).toBe(true);
});

test('a preparation that was broken off is done again', () => {
  preparation('staff-web').remember();
  preparation('staff-web').forget();
  expect(preparation('staff-web').done).toBe(false);
});

test('an engine whose data somebody wiped is prepared again', () => {
  preparation('staff-web').remember();
  // The old file is kept aside, so that the new one can't get its number.
  mkdirSync(path.join(folder, 'aside'));
  rmSync(path.join(folder, 'postgres'), { recursive: true });
  expect(preparation('staff-web').done).toBe(false);
  writeFileSync(path.join(folder, 'aside', 'other'), '');
  writeEngine();
  expect(preparation('staff-web').done).toBe(false);
});

test('a database somewhere else is prepared at every start', () => {
  const elsewhere = Object.fromEntries(
    databaseVariables.map((name) => [name, 'postgres://u:p@db.example/toshobin']),
  );
  preparation('staff-web', elsewhere).remember();
  expect(preparation('staff-web', elsewhere).done).toBe(false);
  expect(preparation('workflows', { TEMPORAL_ADDRESS: 'temporal.example:7233' }).done).toBe(false);
});
