import { expect, test } from '@jest/globals';
import { AdvisorySchema, affectedBy, installedIn } from './advisories.ts';

const lock = {
  packages: {
    '': { name: 'toshobin', version: '0.1.0' },
    'libs/web': { name: '@toshobin/web', version: '0.1.0' },
    'node_modules/@toshobin/web': { resolved: 'libs/web', link: true },
    'node_modules/cookie': { version: '0.7.2' },
    'node_modules/express': { version: '5.1.0' },
    'node_modules/express/node_modules/cookie': { version: '1.0.2' },
    'node_modules/@scope/tool': { version: '2.0.0-rc.1', dev: true },
  },
};
const told = (of: string, events: object[], more: object = {}) =>
  AdvisorySchema.parse({
    id: `GHSA-${of}`,
    affected: [{ package: { ecosystem: 'npm', name: of }, ranges: [{ type: 'SEMVER', events }] }],
    ...more,
  });
const hitBy = (...advisories: ReturnType<typeof told>[]) =>
  affectedBy(installedIn(lock), advisories).map(({ name, version }) => `${name} ${version}`);

test('packages of others are looked at, wherever they lie; our own are not', () => {
  expect(installedIn(lock).map(({ name, version }) => `${name} ${version}`)).toEqual([
    'cookie 0.7.2',
    'express 5.1.0',
    'cookie 1.0.2',
    '@scope/tool 2.0.0-rc.1',
  ]);
});

test('an advisory concerns the versions from the first with the fault until the one that mends it', () => {
  expect(hitBy(told('cookie', [{ introduced: '0' }, { fixed: '0.7.0' }]))).toEqual([]);
  expect(hitBy(told('cookie', [{ introduced: '0' }, { fixed: '0.7.3' }]))).toEqual(['cookie 0.7.2']);
  expect(hitBy(told('cookie', [{ introduced: '0.7.2' }, { last_affected: '1.0.2' }]))).toEqual([
    'cookie 0.7.2',
    'cookie 1.0.2',
  ]);
  const twice = [{ introduced: '0' }, { fixed: '0.7.2' }, { introduced: '1.0.0' }];
  expect(hitBy(told('cookie', twice))).toEqual(['cookie 1.0.2']);
  expect(hitBy(told('@scope/tool', [{ introduced: '0' }, { fixed: '2.0.0' }]))).toEqual([
    '@scope/tool 2.0.0-rc.1',
  ]);
});

test('what was withdrawn, and what is told of another ecosystem, concerns nobody; what is deployed comes first', () => {
  const all = [{ introduced: '0' }];
  expect(hitBy(told('express', all, { withdrawn: '2026-01-01T00:00:00Z' }))).toEqual([]);
  const affected = [{ package: { ecosystem: 'PyPI', name: 'express' }, versions: ['5.1.0'] }];
  expect(hitBy(told('express', all, { affected }))).toEqual([]);
  expect(hitBy(told('@scope/tool', all), told('express', all))).toEqual([
    'express 5.1.0',
    '@scope/tool 2.0.0-rc.1',
  ]);
});
